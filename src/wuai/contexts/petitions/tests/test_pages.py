"""The whole way by HTTP without script: writing to a mailbox, the desks, what comes of it."""

import re
import uuid

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from tests import factories as make

from wuai.contexts.petitions.models import (
    BoxOpening,
    Group,
    MailboxEdition,
    Opening,
    Petition,
    Post,
    SurveyAnswer,
)
from wuai.contexts.petitions.tests.conftest import DESK, MATTER, REACH, House
from wuai.platform.models import HistoryLine, ReadLine

pytestmark = pytest.mark.django_db
READ = re.compile(r'name="(read)" value="(\w+)"')
CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(House.at, tick=False):
        yield


@pytest.fixture
def citizen(db):
    return Client()


def _enter(name, *permissions, **more):
    client = Client()
    client.force_login(make.account(name, *permissions, **more))
    return client


def _text(answer):
    return answer.content.decode()


def _write(client, code="PUBLIC", **more):
    begun = client.post(f"/mail/{code}/", {"branch": "SCY", "category": "SERVICE"})
    base = begun.url.removesuffix("MATTER/")
    client.post(f"{base}MATTER/", MATTER)
    client.post(f"{base}REACH/", REACH | {"email": ""} | more)
    sent = client.post(f"{base}check/")
    ref = sent.url.split("/")[-2]
    return client.session["application_drafts"][ref], _text(client.get(sent.url))


@pytest.mark.parametrize("lang", ["zh-hant", "en"])
def test_from_the_mailbox_to_the_answer_and_the_survey(citizen, lang, house, deliver):
    citizen.cookies[settings.LANGUAGE_COOKIE_NAME] = lang
    assert "/mail/PUBLIC/" in _text(citizen.get("/mail/"))
    assert "/mail/STAFF_IDEAS/" not in _text(citizen.get("/mail/"))
    page = citizen.get("/mail/PUBLIC/")
    assert ("6 working days" if lang == "en" else "6 個上班日") in _text(page)
    code, receipt = _write(citizen)
    row = Petition.objects.get()
    assert row.number in receipt
    assert row.category == "SERVICE"
    assert "64" not in receipt or row.number in receipt
    given = {"number": row.number, "code": code}
    assert row.number in _text(citizen.post("/follow/", given))
    marks = given | {"understood": "5", "in_time": "4", "content": "5", "comment": "謝謝"}
    assert citizen.post("/mail/survey/", marks).status_code == 409
    house.answered(row)
    assert "我們多開一線" in _text(citizen.post("/follow/", given))
    assert citizen.post("/mail/survey/", marks).status_code == 200
    assert citizen.post("/mail/survey/", marks).status_code == 409
    answer = SurveyAnswer.objects.get()
    assert (answer.quarter, answer.understood, answer.in_time) == ("2026Q4", 5, 4)


def test_of_an_answer_to_the_survey_nothing_leads_back(citizen, house):
    code, _ = _write(citizen)
    row = house.answered(Petition.objects.get())
    citizen.post("/mail/survey/", {"number": row.number, "code": code, "understood": "1",
                                   "in_time": "1", "content": "1", "comment": ""})  # fmt: skip
    line = HistoryLine.objects.get(action="petition.survey")
    assert str(row.ref) not in f"{line.subject_ref}{line.data}"
    assert row.number not in f"{line.subject_ref}{line.data}"
    names = {field.name for field in SurveyAnswer._meta.get_fields()}
    assert names == {"id", "branch", "quarter", "understood", "in_time", "content", "comment"}
    text = _text(_enter("stat", "report.view").get("/staff/petitions/figures/"))
    assert "2026Q4" not in text


def test_every_page_of_the_public_is_english_in_english(citizen):
    citizen.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for url in ("/mail/", "/mail/PUBLIC/", "/mail/ETHICS/", "/mail/HARASSMENT/", "/mail/HOME_VISIT/",
                "/mail/survey/", "/mail/board/", "/mail/answers/"):  # fmt: skip
        body = _text(citizen.get(url)).split("<main", 1)[1].split("</main>")[0]
        plain = re.sub(r"<[^>]*lang=\"zh-Hant\"[^>]*>.*?</[a-z]+>", "", body, flags=re.S)
        assert not CHINESE.search(re.sub(r"<[^>]+>", "", plain)), url


def test_a_mailbox_for_the_house_is_not_there_for_others(citizen):
    assert citizen.get("/mail/STAFF_IDEAS/").status_code == 404
    assert citizen.get("/mail/NOWHERE/").status_code == 404
    inside = _enter("inside", "case.view")
    assert inside.get("/mail/STAFF_IDEAS/").status_code == 200
    assert inside.post("/mail/STAFF_IDEAS/", {"branch": "SCY"}).status_code == 302
    assert Opening.objects.get().mailbox == "STAFF_IDEAS"


def test_the_desk_registers_assigns_drafts_and_another_approves(house):
    clerk, head = _enter("clerk", *DESK), _enter("head", *DESK, "petition.approve")
    assert "PUBLIC" in _text(clerk.get("/staff/petitions/new/"))
    url, key = "/staff/petitions/new/?mailbox=COMPLAINT", str(uuid.uuid4())
    form = MATTER | REACH | {
        "key": key, "channel": "PHONE", "via": "HOTLINE", "category": "WAIT", "opening": "",
        "received_on_year": "115", "received_on_month": "11", "received_on_day": "23",
        "received_time": "09:30", "email": "",
    }  # fmt: skip
    assert clerk.get(url).status_code == 200
    assert clerk.post(url, form | {"name": ""}).status_code == 422
    assert "查詢碼" in _text(clerk.post(url, form))
    clerk.post(url, form)
    row = Petition.objects.get()
    assert (row.channel, row.via, row.category) == ("PHONE", "HOTLINE", "WAIT")
    base = f"/staff/petitions/{row.ref}/"
    assert "王小明" in _text(clerk.get(base))
    assert ReadLine.objects.filter(subjects__contains=[f"petition:{row.ref}"]).exists()
    clerk.post(f"{base}signed/")
    clerk.post(f"{base}assign/", {"section": house.section.id, "owner": "", "category": ""})
    draft = {"kind": "FOUNDED", "text": "對不起，讓您久等。", "remedy": "on"}
    clerk.post(f"{base}draft/", draft)
    assert clerk.post(f"{base}approve/").status_code == 403
    read = {"reply": str(house.waiting(row))}
    assert read["reply"] in _text(head.get(base))
    head.post(f"{base}return/", {"text": "請寫改善日期"})
    clerk.post(f"{base}draft/", draft | {"text": "十二月起多一個窗口。"})
    # What was read before is not what waits now.
    assert head.post(f"{base}approve/", read).status_code == 409
    assert head.post(f"{base}approve/", {"reply": house.waiting(row)}).status_code == 302
    row = house.fresh(row)
    assert (row.state, row.signed) == ("ANSWERED", "SIGNED")
    assert clerk.get(f"{base}letter.pdf").content.startswith(b"%PDF")
    assert clerk.get(f"{base}statement.pdf").content.startswith(b"%PDF")
    clerk.post(f"{base}posted/", {"text": "R123"})
    assert "R123" in _text(clerk.get(base))
    assert clerk.post(f"{base}dance/").status_code == 404


def test_before_a_head_approved_there_is_no_letter(house):
    row = house.filed()
    client = _enter("clerk", *DESK)
    assert client.get(f"/staff/petitions/{row.ref}/letter.pdf").status_code == 404


def test_the_list_is_found_by_state_day_and_words(house):
    first, second = house.filed(), house.filed(subject="冷氣太冷", name="李大華")
    client = _enter("clerk", *DESK)
    with time_machine.travel("2026-12-02T10:00:00+08:00", tick=False):
        late = _enter("late", *DESK)
        assert first.number in _text(late.get("/staff/petitions/?overdue=on"))
    assert first.number not in _text(client.get("/staff/petitions/?overdue=on"))
    for words, hit in (("冷氣", second), ("李大華", second), (first.number.lower(), first)):
        text = _text(client.post("/staff/petitions/", {"q": words}, follow=True))
        assert hit.number in text
        assert (first if hit is second else second).number not in text
    assert first.number in _text(client.get("/staff/petitions/?state=RECEIVED&mailbox=PUBLIC"))
    assert first.number not in _text(client.get("/staff/petitions/?state=DRAFTED"))
    file = client.get("/staff/petitions/?as=csv").content.decode("utf-8-sig")
    assert second.number in file


def test_figures_say_how_many_came_and_how_many_in_time(house):
    house.answered(house.filed())
    house.filed()
    client = _enter("stat", "report.view")
    file = client.get("/staff/petitions/figures/?as=csv").content.decode("utf-8-sig")
    assert file.splitlines()[1].startswith("民意信箱,2,1,1,0,0,0,1,0")
    assert client.get("/staff/petitions/").status_code == 403


def _box(**more):
    return {
        "code": "PARKING", "name_zh": "停車意見", "name_en": "Parking", "opening_zh": "停車的事",
        "opening_en": "About parking", "audience": "PUBLIC", "kind": "PETITION",
        "guard": "petition.view", "identity": "NONE", "rule": "PETITION_REPLY", "days": "3",
        "section": "", "categories": "SPACE | 車位 | Spaces\nFEE｜收費｜Fees", "position": "55",
        "is_open": "on", "reason": "鄰里會議決議", "edition": "0",
    } | more  # fmt: skip


def test_a_mailbox_is_configuration_with_its_history(citizen, house):
    client = _enter("editor", "reference.edit")
    assert client.post("/staff/petitions/mailboxes/new/", _box(reason="")).status_code == 422
    assert client.post("/staff/petitions/mailboxes/new/", _box(days="9")).status_code == 422
    assert client.post("/staff/petitions/mailboxes/new/", _box()).status_code == 302
    page = _text(citizen.get("/mail/PARKING/?branch=SCY"))
    assert "停車意見" in page
    assert "3 個上班日" in page
    row = house.filed("PARKING", "FEE")
    assert (str(row.promised_on), str(row.due_on)) == ("2026-11-26", "2026-12-01")
    url = "/staff/petitions/mailboxes/PARKING/"
    assert client.post(url, _box(is_open="", reason="併入", edition="1")).status_code == 302
    # Who looked at the edition before is told, and nothing is lost.
    assert client.post(url, _box(reason="我也改", edition="1")).status_code == 409
    assert citizen.get("/mail/PARKING/?branch=SCY").status_code == 404
    assert [e.number for e in MailboxEdition.objects.order_by("number")] == [1, 2]
    assert "鄰里會議決議" in _text(client.get(url))
    assert "停車意見" in _text(_enter("clerk", *DESK).get(f"/staff/petitions/{row.ref}/"))


def test_the_letter_box_is_opened_by_two_and_each_letter_is_registered(house):
    client = _enter("clerk", *DESK)
    day = {"opened_on_year": "115", "opened_on_month": "11", "opened_on_day": "23"}
    form = {"place": "大門右側", "opened_time": "09:00", "letters": "2", "witness": "陳股長"} | day
    assert client.post("/staff/petitions/box/", form | {"opened_time": "23:59"}).status_code == 422
    assert client.post("/staff/petitions/box/", form | {"witness": "clerk"}).status_code == 422
    assert client.post("/staff/petitions/box/", form).status_code == 302
    opened = BoxOpening.objects.get()
    page = _text(client.get("/staff/petitions/box/"))
    assert f"opening={opened.ref}" in page
    said = MATTER | {"name": "", "phone": "", "email": "", "address": ""}
    client.post("/staff/petitions/new/?mailbox=PUBLIC", said | {
        "key": str(uuid.uuid4()), "channel": "POST", "via": "BOX", "opening": str(opened.ref),
        "category": "OTHER", "received_on_year": "115", "received_on_month": "11",
        "received_on_day": "23", "received_time": "09:00",
    })  # fmt: skip
    row = Petition.objects.get()
    assert (row.box_id, row.via, row.is_anonymous) == (opened.id, "BOX", True)


def test_what_many_say_ends_published_by_a_second_person(citizen, house):
    rows = [house.filed(), house.filed()]
    clerk, head = _enter("clerk", *DESK), _enter("head", *DESK, "petition.approve")
    made = clerk.post("/staff/petitions/groups/", {"title_zh": "電話", "title_en": "The telephone"})
    for row in [*rows, rows[0]]:
        clerk.post(made.url, {"what": "add", "number": row.number})
    end = {"what": "end", "outcome": "MEASURE", "text_zh": "多開一線", "text_en": "One line more"}
    assert head.post(made.url, end).status_code == 302
    chief = _enter("chief", *DESK, "petition.approve")
    read = dict(READ.findall(_text(chief.get(made.url)))) | {"what": "publish"}
    assert head.post(made.url, read).status_code == 403
    assert head.post(made.url, end | {"text_en": "Two lines more"}).status_code == 302
    # What the chief read is not what would be published.
    assert chief.post(made.url, read).status_code == 409
    assert "多開一線" not in _text(citizen.get("/mail/answers/?branch=SCY"))
    read |= dict(READ.findall(_text(chief.get(made.url))))
    assert chief.post(made.url, read).status_code == 302
    page = _text(citizen.get("/mail/answers/?branch=SCY"))
    assert "多開一線" in page
    assert "2 件意見" in page
    assert rows[0].number not in page
    assert clerk.post(made.url, end).status_code == 409
    assert Group.objects.get().members.count() == 2


def test_the_board_shows_what_somebody_has_read(citizen):
    key = str(uuid.uuid4())
    form = {"key": key, "alias": "路人", "text": "等候區很亮", "branch": "SCY"}
    for _ in range(2):
        assert citizen.post("/mail/board/", form).status_code == 302
    post = Post.objects.get()
    assert "等候區很亮" not in _text(citizen.get("/mail/board/?branch=SCY"))
    clerk = _enter("clerk", *DESK)
    assert "等候區很亮" in _text(clerk.get("/staff/petitions/board/"))
    url = f"/staff/petitions/board/{post.ref}/"
    clerk.post(url, {"what": "hide", "reason": ""})
    assert Post.objects.get().state == "WAITING"
    clerk.post(url, {"what": "show", "answer": "謝謝"})
    assert "等候區很亮" in _text(citizen.get("/mail/board/?branch=SCY"))
    clerk.post(url, {"what": "hide", "reason": "廣告"})
    assert "等候區很亮" not in _text(citizen.get("/mail/board/?branch=SCY"))
    far = _enter("far", *DESK, of=make.branch("PTY"))
    assert far.post(url, {"what": "show"}).status_code == 404


def test_too_many_posts_from_one_network_wait(citizen):
    codes = [
        citizen.post("/mail/board/", {"key": str(uuid.uuid4()), "text": f"第{n}則", "branch": "SCY"}).status_code
        for n in range(6)
    ]  # fmt: skip
    assert codes == [302] * 5 + [429]


def test_slips_that_come_back_on_paper_are_counted_too(house):
    client = _enter("clerk", *DESK)
    marks = {"understood": "4", "in_time": "4", "content": "3", "comment": "好"}
    assert client.post("/staff/petitions/survey/", marks | {"content": "6"}).status_code == 422
    for _ in range(5):
        assert client.post("/staff/petitions/survey/", marks).status_code == 302
    assert SurveyAnswer.objects.count() == 5
    text = _text(_enter("stat", "report.view").get("/staff/petitions/figures/"))
    assert "2026Q4" in text
    assert "3.0" in text
