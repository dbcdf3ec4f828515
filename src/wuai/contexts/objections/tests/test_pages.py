"""Through the door: file, propose, approve, send, decide; what is printed; and what nobody else may."""

import io
import uuid
from datetime import timedelta

import pypdfium2
import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests import factories as make

from wuai.contexts.applications.actions import uploads
from wuai.contexts.applications.models import Application, Upload
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.objections import api
from wuai.contexts.objections.gateways.typesetter import client as typesetter
from wuai.contexts.objections.models import Objection, ObjectionPaper
from wuai.contexts.objections.queries import dossier, letters
from wuai.contexts.objections.tests.conftest import Chamber
from wuai.platform import files, typesetting
from wuai.platform.actors import system
from wuai.platform.models import HistoryLine

pytestmark = pytest.mark.django_db
HOME = "/staff/objections/"


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(Chamber.at, tick=False):
        yield


def enter(name, *may, **more):
    client = Client()
    client.force_login(make.account(name, "case.view", *may, **more))
    return client


def text(answer):
    return answer.content.decode()


def days(name, day="23"):
    return {f"{name}_year": "115", f"{name}_month": "11", f"{name}_day": day}


def words(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded() for page in document]


def png():
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(out, "PNG")
    return out.getvalue()


def test_from_the_filing_to_the_rejection(chamber, deliver):
    clerk = enter("clerk-j", "objection.record", "application.view")
    officer = enter("officer-j", "objection.approve")
    row = chamber.opened()
    page = f"{HOME}{row.ref}/"
    assert row.number in text(clerk.get(HOME))
    first = text(clerk.get(page))
    assert "擬具意見陳核" in first
    assert "最遲這天加具意見送署" in first
    assert clerk.post(f"{page}propose/", {"finding": "UNFOUNDED", "opinion": ""}).status_code == 422
    assert clerk.post(f"{page}propose/", {"finding": "UNFOUNDED", "opinion": "於法有據"}).status_code == 302  # fmt: skip
    assert row.number in text(officer.get("/staff/"))
    assert clerk.post(f"{page}approve/", {}).status_code == 403
    read = {"note": "可", "proposal": api.proposal_of(row.ref)}
    assert f'value="{read["proposal"]}"' in text(officer.get(page))
    stale = officer.post(f"{page}approve/", read | {"proposal": 1})
    assert stale.status_code == 409
    assert f'value="{read["proposal"]}"' in text(stale)  # what stands there now can be approved
    assert officer.post(f"{page}approve/", {"note": "可"}).status_code == 422
    assert officer.post(f"{page}approve/", read).status_code == 302
    assert officer.post(f"{page}approve/", read | {"note": "再按一次"}).status_code == 409
    assert clerk.get(f"{page}file.pdf").content.startswith(b"%PDF")
    assert clerk.post(f"{page}forward/", {"number": "竹執 1 號", **days("forwarded_on", "24")}).status_code == 422  # fmt: skip
    assert clerk.post(f"{page}forward/", {"number": "竹執 1 號", **days("forwarded_on")}).status_code == 302  # fmt: skip
    assert clerk.post(f"{page}arrive/", days("arrived_on")).status_code == 302
    decided = {"decision": "REJECT", "number": "署 1 號", "text": "駁回", **days("decided_on")}
    assert clerk.post(f"{page}decide/", decided).status_code == 302
    last = text(clerk.get(page))
    assert "行政執行署駁回" in last
    assert "署 1 號" in last
    assert row.number in text(clerk.get(f"/staff/cases/{row.case.ref}/"))
    assert row.number in text(clerk.get(f"{HOME}?list=over"))


def test_a_paper_comes_in_over_the_counter_and_leads_to_its_objection(chamber):
    clerk = enter("clerk-p", "objection.record", "application.view", "application.edit")
    row = chamber.opened(channel="POST")
    request = text(clerk.get(f"/staff/applications/{row.application_ref}/"))
    assert f"{HOME}filed/{row.application_ref}/" in request
    assert "下一步" not in request
    assert clerk.get(f"{HOME}filed/{row.application_ref}/").url == f"{HOME}{row.ref}/"
    assert clerk.get(f"{HOME}filed/{uuid.uuid4()}/").status_code == 404
    by_hand = clerk.post(
        f"/staff/applications/{row.application_ref}/", {"move": "answer", "note": "x"}
    )
    assert by_hand.status_code == 409
    assert Application.objects.get(ref=row.application_ref).state == "RECEIVED"


def test_a_paper_about_another_branchs_case_is_an_objection_there_from_the_day_it_came(chamber):
    far = make.branch("TPY")
    case = make.case(branch=far)
    clerk = enter("clerk-o", "application.view", "application.edit", "objection.record")
    said = {
        "key": str(uuid.uuid4()), "channel": "POST", **days("received_on", "20"),
        "received_time": "16:30", "case_no": case.number, "objector": "OBLIGOR", "interest": "",
        "against": "ORDER", "act": "扣押存款命令", "act_on_year": "", "act_on_month": "",
        "act_on_day": "", "statement": "帳戶是津貼專戶", "wish": "", "name": "王小明",
        "address": "新竹市一路 1 號", "phone": "0912-345-678", "email": "",
    }  # fmt: skip
    page = "/staff/applications/paper/?kind=OBJECTION"
    assert clerk.post(page, said).status_code in (404, 422)  # no such case here
    done = text(clerk.post(page, said | {"branch": str(far.id)}))
    row = Objection.objects.get()
    assert (row.branch_id, row.case_id, row.is_late) == (far.id, case.id, False)
    assert row.received_on == chamber.on - timedelta(days=3)
    assert "已移送管轄的分署" in done
    assert f"/staff/applications/{row.application_ref}/" not in done
    assert clerk.get(f"{HOME}{row.ref}/").status_code == 404
    there = enter("clerk-t", "objection.record", "application.view", of=far)
    assert f"由{chamber.branch.name_zh}收件" in text(there.get(f"{HOME}{row.ref}/"))
    # Sent twice, it is one; and both branches' trails say who took it in.
    clerk.post(page, said | {"branch": str(far.id)})
    assert Objection.objects.count() == 1
    lines = HistoryLine.objects.filter(subject_ref=str(row.application_ref))
    assert {chamber.branch.id, far.id} <= set(lines.values_list("branch_id", flat=True))


def test_whoever_follows_an_objection_sees_the_day_that_runs_also_when_a_closure_moves_it(
    chamber, deliver
):
    row = chamber.opened()
    followed = Application.objects.get(ref=row.application_ref)
    assert followed.due_on == row.received_on + timedelta(days=10)
    said = deadlines.Declaration(followed.due_on, "", "", "颱風停止上班", "Typhoon")
    deadlines.declare_closure(declaration=said, by=system("test"), at=chamber.at)
    deliver(only="%deliver")
    followed.refresh_from_db()
    assert followed.due_on > row.received_on + timedelta(days=10)


def test_said_on_the_spot_it_is_recorded_and_printed(chamber):
    clerk = enter("clerk-s", "objection.record")
    case = make.case()
    page = f"{HOME}oral/?case={case.ref}"
    given = {
        "key": str(uuid.uuid4()), "made_time": "09:30", "place": "新竹市民生路 3 號", "objector": "INTERESTED",
        "name": "林在場", "address": "新竹市", "interest": "", "against": "METHOD", "act": "查封機車",
        "statement": "機車是我的", **days("made_on"),
    }  # fmt: skip
    assert clerk.get(page).status_code == 200
    assert clerk.post(page, given).status_code == 422
    done = text(clerk.post(page, given | {"interest": "所有人"}))
    row = Objection.objects.get()
    assert Application.objects.get().number in done
    assert (row.form, row.act) == ("ORAL", "查封機車")
    said = "".join(words(clerk.get(f"{HOME}{row.ref}/record.pdf").content))
    assert "機車是我的" in said
    assert "陳述人" in said
    assert clerk.get(f"{HOME}oral/?case={uuid.uuid4()}").status_code == 404


def test_a_stay_and_its_end_are_seen_on_the_page(chamber):
    officer = enter("officer-s", "objection.approve")
    row = chamber.opened()
    page = f"{HOME}{row.ref}/"
    assert officer.post(f"{page}stay/", {"kind": "FOUND", "reason": "x"}).status_code == 422
    assert officer.post(f"{page}stay/", {"kind": "OWN", "reason": "拍定在即"}).status_code == 302
    assert "執行停止中" in text(officer.get(page))
    assert "執行停止中" in text(officer.get(f"/staff/cases/{row.case.ref}/"))
    assert officer.post(f"{page}lift/", {"reason": "已無必要"}).status_code == 302
    assert "執行停止中" not in text(officer.get(page))


def test_the_file_lists_and_binds_what_belongs_to_it(chamber):
    row = chamber.opened(wish="請停止執行")
    chamber.propose(row)
    chamber.approve(row)
    own = typesetter.typeset(letters.record(row.ref))
    clerk = enter("clerk-f", "objection.record")
    for kind, name, body in (("ACT", "命令.pdf", own), ("EVIDENCE", "存摺.png", png()),
                             ("OTHER", "壞.pdf", b"%PDF-1.7 broken")):  # fmt: skip
        paper = SimpleUploadedFile(name, body)
        sent = clerk.post(f"{HOME}{row.ref}/papers/", {"kind": kind, "paper": paper})
        assert sent.status_code == 302
    held = ObjectionPaper.objects.filter(kind="ACT").get()
    found = words(clerk.get(f"{HOME}{row.ref}/file.pdf").content)
    front = found[0] + found[1]
    for said in (
        "意見書",
        "扣押存款命令",
        "執行命令合於法令",
        "請停止執行",
        "送件清單",
        "命令.pdf",
    ):
        assert said in front, said
    assert held.stored.sha256[:16] in front.replace("\r\n", "").replace("\n", "")
    rest = "".join(found[1:])
    assert "另行附送" in rest
    assert "筆錄" in rest  # the page of the bound PDF itself
    answer = clerk.get(f"{HOME}{row.ref}/papers/{held.ref}/")
    assert b"".join(answer.streaming_content) == own
    assert answer["Content-Disposition"].endswith("%E5%91%BD%E4%BB%A4.pdf")
    assert clerk.get(f"{HOME}{row.ref}/papers/{uuid.uuid4()}/").status_code == 404


def lying_pdf(content):
    """A PDF that says it has more pages than it has."""
    return content.replace(b"/Count 1", b"/Count 7")


def test_what_cannot_be_set_never_keeps_the_file_from_being_made(chamber):
    row = chamber.opened()
    letter = letters.record(row.ref)
    whole = typesetter.typeset(letter)
    assert typesetter.pages_of(lying_pdf(whole)) == 7
    broken = [
        ("損壞的圖", "image/png", png()[:60]), ("不是圖", "image/jpeg", b"\xff\xd8\xff nothing"),
        ("頁數不實", "application/pdf", lying_pdf(whole)),
        ("截斷", "application/pdf", whole[: len(whole) // 2]),
        ("沒有頁", "application/pdf", b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages/Name>>endobj\n"
         b"trailer<</Root 1 0 R>>\n%%EOF"),
    ]  # fmt: skip
    made = typesetter.typeset_file(letter, [*broken, ("好的圖", "image/png", png())])
    said = words(made)
    for title, _kind, _content in broken:
        (page,) = [one for one in said if title in one]
        assert "另行附送" in page, title
    (good,) = [one for one in said if "好的圖" in one]
    assert "另行附送" not in good


def test_a_picture_too_large_to_open_is_only_named(chamber, monkeypatch):
    monkeypatch.setattr(typesetter, "MOST_PIXELS", 1599)
    letter = letters.record(chamber.opened().ref)
    assert "另行附送" in words(typesetter.typeset_file(letter, [("大", "image/png", png())]))[-1]


def test_what_no_scanner_passed_is_named_but_not_bound(chamber, monkeypatch):
    row = chamber.opened()
    chamber.propose(row)
    chamber.approve(row)
    request = Application.objects.get(ref=row.application_ref)
    common = {"application": request, "evidence": "EVIDENCE", "media_type": "image/png", "size": 9,
              "received": 9, "sha256": "0" * 64, "begun_at": chamber.at}  # fmt: skip
    Upload.objects.create(name="不明.png", scan="QUARANTINED", **common)
    Upload.objects.create(name="乾淨.png", scan="CLEAN", **common)
    monkeypatch.setattr(uploads, "content", lambda upload: [png()])
    found = dossier.of(row.ref)
    kinds = [(title.split("　")[1], media) for title, media, _content in found.attached]
    assert kinds == [("不明.png（未掃毒，另附）", ""), ("乾淨.png", "image/png")]


@pytest.mark.parametrize(("finding", "state"), [("UPHELD", "REMEDY"), ("NOT_OURS", "REDIRECTED")])
def test_a_letter_says_what_was_found_and_why(chamber, finding, state):
    row = chamber.opened()
    chamber.propose(row, finding)
    chamber.approve(row)
    said = "".join(words(typesetter.typeset(letters.letter(row.ref, state))))
    assert "執行命令合於法令" in said
    assert row.number in said


@pytest.mark.parametrize("stayed", [True, False])
def test_the_letter_says_whether_enforcement_stands_still(chamber, stayed):
    row = chamber.opened()
    if stayed:
        api.stay(ref=row.ref, kind="OWN", reason="必要", **chamber.who(chamber.officer))
    chamber.propose(row)
    chamber.approve(row)
    chamber.forward(row)
    said = "".join(part for _title, part in letters.letter(row.ref, "FORWARDED")["parts"])
    assert ("目前停止" in said) is stayed
    assert ("不因聲明異議而停止" in said) is not stayed


@pytest.mark.parametrize(
    ("finding", "state", "words_en"),
    [
        ("UPHELD", "REMEDY", "Your objection is well-founded"),
        ("NOT_OURS", "REDIRECTED", "cannot decide it as one"),
        ("UNFOUNDED", "FORWARDED", "decides within thirty days"),
    ],
)
def test_who_asked_in_english_gets_a_page_in_english_behind_the_letter(
    chamber, finding, state, words_en
):
    row = chamber.opened()
    chamber.propose(row, finding)
    chamber.approve(row)
    if state == "FORWARDED":
        chamber.forward(row)
    assert "english" not in letters.letter(row.ref, state)
    Application.objects.filter(ref=row.application_ref).update(language="en")
    chinese, english = words(typesetter.typeset(letters.letter(row.ref, state)))
    assert "執行命令合於法令" in chinese
    assert words_en in " ".join(english.split())
    assert "The letter in Chinese before it has effect" in " ".join(english.split())


@pytest.mark.parametrize("was_sent", [True, False])
def test_withdrawn_after_it_was_sent_the_agency_is_written_to(chamber, deliver, was_sent):
    row = chamber.at_agency() if was_sent else chamber.opened()
    deliver(only="objections.print")
    api.withdraw(ref=row.ref, reason="當事人來電", **chamber.who(chamber.clerk))
    deliver(only="objections.print")
    made = ObjectionPaper.objects.filter(kind="TO_AGENCY", made_for="WITHDRAWN")
    assert made.count() == int(was_sent)
    if was_sent:
        said = "".join(words(b"".join(files.read(made.get().stored))))
        assert "竹執和字第 1150001 號" in said
        assert "撤回" in said


def test_everybody_may_read_how_an_objection_goes(client):
    page = text(client.get("/apply/OBJECTION/procedure/"))
    for said in (
        "收受異議後 10 日內",
        "行政執行署收案後 30 日內",
        "另一位核定的人",
        "有理由，待撤銷或更正",
    ):
        assert said in page, said
    assert client.get("/apply/OBJECTION/").status_code == 200


def test_letters_are_set_once_by_their_job(chamber):
    from wuai.contexts.objections.jobs import print_paper

    row = chamber.opened()
    chamber.propose(row)
    chamber.approve(row)
    chamber.forward(row)
    for _ in range(2):
        for kind in ("LETTER", "FILE"):
            print_paper(objection_ref=str(row.ref), kind=kind, made_for="FORWARDED")
    made = ObjectionPaper.objects.exclude(made_for="").order_by("id")
    assert list(made.values_list("kind", flat=True)) == ["LETTER", "FILE"]
    page = text(enter("clerk-l").get(f"{HOME}{row.ref}/"))
    assert "file-forwarded" in page


def test_a_letter_that_cannot_be_set_is_said_on_the_page_and_made_again(
    chamber, deliver, monkeypatch
):
    row = chamber.opened()
    chamber.propose(row, "NOT_OURS")
    chamber.approve(row)
    with monkeypatch.context() as without:
        without.setattr(typesetting.fonts, "unprintable", lambda texts: ["𪚥"])
        deliver(only="objections.print")
    clerk, page = enter("clerk-n", "objection.record"), f"{HOME}{row.ref}/"
    said = text(clerk.get(page))
    assert "信未能製作" in said
    assert "系統字型沒有「𪚥」" in said
    assert f'action="{page}again/"' in said
    assert "重新製作" not in text(enter("reader-n").get(page))
    assert clerk.post(f"{page}again/").status_code == 302
    assert deliver(only="objections.print") == 1
    assert ObjectionPaper.objects.get(made_for="REDIRECTED").kind == "LETTER"
    assert f'action="{page}again/"' not in text(clerk.get(page))
    assert clerk.post(f"{page}again/").status_code == 409


def test_another_branch_and_who_may_not_get_no_page(chamber):
    row = chamber.opened()
    stranger = enter("stranger-j", "objection.record", "objection.approve", of=make.branch("TPY"))
    reader = enter("reader-j")
    page = f"{HOME}{row.ref}/"
    for address in ("", "record.pdf", "file.pdf"):
        assert stranger.get(page + address).status_code == 404
    for act in ("propose", "approve", "send-back", "forward", "arrive", "decide", "done", "stay",
                "lift", "withdraw", "papers", "again"):  # fmt: skip
        assert stranger.post(f"{page}{act}/", {}).status_code == 404, act
        assert reader.post(f"{page}{act}/", {}).status_code == 403, act
    assert row.number not in text(stranger.get(f"{HOME}?list=all"))
    assert "下一步" not in text(reader.get(page))


def test_a_reply_text_is_taken_over_into_the_opinion(chamber):
    from wuai.contexts.applications.actions import replies

    row = chamber.opened()
    written = replies.Written("OBJECTION", "執行命令合法", "{number}：執行命令合法。", "lawful")
    held = replies.write(written=written, by=chamber.clerk, at=chamber.at)
    clerk = enter("clerk-t", "objection.record")
    page = f"{HOME}{row.ref}/"
    assert f"?text={held.ref}" in text(clerk.get(page))
    assert f"{row.number}：執行命令合法。" in text(clerk.get(f"{page}?text={held.ref}"))


def test_the_steps_say_who_took_them_and_the_finding_in_the_language_of_the_page(chamber):
    row = chamber.opened()
    chamber.propose(row)
    clerk = enter("clerk-s", "objection.record")
    page = f"{HOME}{row.ref}/"

    def steps(**more):
        return text(clerk.get(page, **more)).split('id="steps"')[1].split("</ol>")[0]

    assert "異議人（線上）" in steps()
    assert "無理由：加具意見送行政執行署" in steps()
    clerk.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = steps()
    assert "the objector, online" in english
    assert "unfounded: with our opinion to the Agency" in english
    assert "無理由" not in english
    assert " public" not in english
