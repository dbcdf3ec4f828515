"""Service by publication through the door: two desks, the board, everybody's list, the person's own page."""

import re
import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client
from tests import factories as make

from wuai.contexts.notices.models import Notice, NoticeCase, Publication
from wuai.contexts.notices.tests.test_publications import approved, issued, posted, prepared
from wuai.platform.models import ReadLine

pytestmark = pytest.mark.django_db
DESK = ("case.view", "party.view", "service.record")
NAME, NUMBER, ADDRESS = "陳測試", "A123456789", "新竹市東區光復路二段 101 號"


@pytest.fixture(autouse=True)
def _still() -> Any:
    with time_machine.travel(make.AT, tick=False):
        yield


@pytest.fixture
def clerk(client: Client) -> Client:
    client.force_login(make.account("clerk-n", *DESK))
    return client


@pytest.fixture
def officer() -> Client:
    other = Client()
    other.force_login(make.account("officer-n", "case.view", "service.approve"))
    return other


def text(answer: Any) -> str:
    shown: str = answer.content.decode()
    return shown


def owing() -> Notice:
    return issued(make.case(make.party(NAME, NUMBER, address=ADDRESS)))


def test_from_the_notice_to_the_board_with_two_people(clerk: Client, officer: Client) -> None:
    notice = owing()
    assert f"/staff/notices/{notice.ref}/publish/" in text(
        clerk.get(f"/staff/notices/{notice.ref}/")
    )
    form = {
        "key": str(uuid.uuid4()), "ground": "ADDRESS_UNKNOWN", "basis": "NEED", "requested_by": "",
        "facts": "",
    }  # fmt: skip
    refused = clerk.post(f"/staff/notices/{notice.ref}/publish/", form)
    assert refused.status_code == 422
    assert "查證經過" in text(refused)
    form["facts"] = "戶籍地查無此人，鄰居不知去向"
    page = clerk.post(f"/staff/notices/{notice.ref}/publish/", form).url
    assert Publication.objects.get().state == "PREPARED"
    assert 'value="yes"' not in text(clerk.get(page))
    assert clerk.post(page, {"act": "decide", "approve": "yes"}).status_code == 200
    assert clerk.get(f"{page}notice.pdf").status_code == 404
    assert "通知書號" in text(officer.get(page))
    assert officer.post(page, {"act": "decide", "approve": "yes"}).url == page
    assert clerk.get(f"{page}notice.pdf").content.startswith(b"%PDF-")
    assert clerk.get(f"{page}certificate.pdf").status_code == 404
    hung = {
        "act": "post", "posted_on_year": "115", "posted_on_month": "11", "posted_on_day": "21",
        "posted_time": "10:01", "place": "一樓公告欄",
    }  # fmt: skip
    later = clerk.post(page, hung)
    assert later.status_code == 422  # a minute from now
    assert clerk.post(page, hung | {"posted_time": "10:00"}).url == page
    assert clerk.get(f"{page}certificate.pdf").content.startswith(b"%PDF-")
    assert clerk.post(page, {"act": "withdraw", "reason": ""}).status_code == 422
    assert Publication.objects.get().state == "POSTED"


def test_everybody_sees_enough_to_know_himself_by_and_nothing_more(client: Client) -> None:
    held = posted(approved(prepared(owing())))
    for page in ("/publications/", f"/publications/{held.ref}/"):
        answer = client.get(page)
        shown = text(answer)
        assert held.number in shown
        assert "陳○○" in shown
        for secret in (NAME, NUMBER, NUMBER[:5], "光復路", "查無此人"):
            assert secret not in shown
        assert "noindex" in answer["X-Robots-Tag"]
        assert 'content="noindex' in shown


@pytest.mark.parametrize("make_one", [prepared, approved])
def test_what_does_not_hang_is_not_shown(client: Client, make_one: Any) -> None:
    held = make_one()
    assert held.notice.number not in text(client.get("/publications/"))
    assert client.get(f"/publications/{held.ref}/").status_code == 404


def test_when_its_time_is_over_it_comes_off_the_list_and_staff_keep_it(clerk: Client) -> None:
    held = posted()
    with time_machine.travel("2027-02-01T02:00:00Z", tick=False):
        assert Client().get(f"/publications/{held.ref}/").status_code == 404
        assert held.number not in text(Client().get("/publications/"))
    assert held.number in text(clerk.get("/staff/notices/publications/?state=POSTED"))
    assert held.number not in text(clerk.get("/staff/notices/publications/?state=WITHDRAWN"))


def test_the_list_of_one_branch_leaves_the_others_out(client: Client) -> None:
    held = posted()
    assert held.number in text(client.get(f"/publications/?branch={held.branch.code}"))
    assert held.number not in text(client.get("/publications/?branch=TPY"))


def test_the_person_reads_what_it_is_about_and_the_letter(client: Client) -> None:
    notice = owing()
    held = posted(approved(prepared(notice)))
    make.let_in(client, make.citizen(NAME, NUMBER))

    mine = NoticeCase.objects.values_list("case__ref", flat=True).get(notice=notice)
    shown = text(client.get(f"/my/cases/{mine}/"))
    assert "有一份通知書寄不到您手上" in shown
    assert held.number in shown
    assert f"/my/notices/{notice.ref}/notice.pdf" in shown


def test_reading_it_at_the_desk_leaves_a_line(clerk: Client) -> None:
    held = posted()
    before = ReadLine.objects.count()
    clerk.get(f"/staff/notices/publications/{held.ref}/")
    assert ReadLine.objects.count() == before + 1
    assert f"publication:{held.ref}" in ReadLine.objects.order_by("-id")[0].subjects


def test_the_officer_of_the_wrong_branch_finds_no_publication(client: Client) -> None:
    held = posted()
    client.force_login(make.account("far", *DESK, "service.approve", of=make.branch("TPY")))
    page = f"/staff/notices/publications/{held.ref}/"
    for address in (page, f"{page}notice.pdf", f"{page}certificate.pdf", f"{page}evidence/"):
        assert client.get(address).status_code == 404
    assert client.post(page, {"act": "withdraw", "reason": "不對"}).status_code == 404
    assert client.get(f"/staff/notices/{held.notice.ref}/publish/").status_code == 404


def test_the_pages_open_in_english_without_chinese(clerk: Client) -> None:
    held, waits = posted(), prepared(issued(make.case(make.party("林另案"))))
    for page in (
        "/staff/notices/publications/", f"/staff/notices/publications/{held.ref}/",
        f"/staff/notices/{waits.notice.ref}/publish/", "/publications/", f"/publications/{held.ref}/",
    ):  # fmt: skip
        english = text(clerk.get(page, HTTP_ACCEPT_LANGUAGE="en"))
        main = english[english.index("<main") : english.index("</main>")]
        unmarked = re.sub(r'<(\w+)[^>]*lang="zh[^"]*"[^>]*>.*?</\1>', "", main, flags=re.S)
        unmarked = re.sub(rf"新竹傳繳|公示\d|○|{NAME}|林另案|value=\"[^\"]*\"", "", unmarked)
        assert not re.findall(r"[\u4e00-\u9fff]{2,}", unmarked), page


def test_the_public_list_asks_the_database_a_fixed_number_of_times(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for name in ("甲一", "乙二", "丙三"):
        posted(approved(prepared(issued(make.case(make.party(name))))))
    with django_assert_max_num_queries(4):
        client.get("/publications/")
