"""The desks: paper with its scan, the record of what was said, the night register, by HTTP."""

import uuid

import pypdfium2
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import factories as make

from wuai.contexts.applications.models import Application, NightHandover, NightItem, Upload
from wuai.contexts.applications.tests.conftest import PDF, Window

pytestmark = pytest.mark.django_db
PAPER = "/staff/applications/paper/?kind=WRITTEN_STATEMENT"


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(Window.at, tick=False):
        yield


def _enter(name="paper", *permissions, **more):
    client = Client()
    held = permissions or ("application.view", "application.edit", "case.view")
    client.force_login(make.account(name, *held, **more))
    return client


def _text(answer):
    return answer.content.decode()


def _said(case, channel="COUNTER", **more):
    return {"key": str(uuid.uuid4()), "channel": channel, "received_on_year": "115",
            "received_on_month": "11", "received_on_day": "23", "received_time": "09:30",
            "case_no": case.number, "statement": "我上個月失業。", "wish": "", "name": "王小明",
            "phone": "0912-345-678", "email": "", **more}  # fmt: skip


def _words(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


def test_a_scan_comes_with_the_paper_and_what_is_signed_later_is_added(window):
    clerk, case = _enter(), make.case()
    scan = SimpleUploadedFile("狀紙.pdf", PDF)
    answer = clerk.post(PAPER, _said(case, scan_PAPER_ITSELF=scan))
    row = Application.objects.get()
    assert "statement.pdf" in _text(answer)
    file = Upload.objects.get(application=row)
    assert (file.evidence, file.scan, file.name) == ("PAPER_ITSELF", "QUARANTINED", "狀紙.pdf")
    page = f"/staff/applications/{row.ref}/"
    assert "等待簽名" in _text(clerk.get(page))
    signed = {"what": "SIGNED_STATEMENT", "scans": SimpleUploadedFile("簽名.pdf", PDF)}
    assert clerk.post(f"{page}scans/", signed).status_code == 302
    shown = _text(clerk.get(page))
    assert "已附簽名" in shown
    assert shown.count("未掃毒") == 2  # unscanned is never shown as clean
    wrong = {"what": "SIGNED_STATEMENT", "scans": SimpleUploadedFile("小程式.exe", b"MZ" + PDF)}
    clerk.post(f"{page}scans/", wrong)
    assert Upload.objects.filter(application=row).count() == 2
    stranger = _enter("stranger", of=make.branch("TPY"))
    assert stranger.post(f"{page}scans/", signed).status_code == 404
    assert stranger.get(f"{page}statement.pdf").status_code == 404


def test_the_same_form_sent_again_with_another_branch_is_refused_and_with_its_own_the_same(window):
    clerk, far = _enter(), make.branch("TPY")
    said = _said(make.case())
    assert clerk.post(PAPER, said).status_code == 200
    said |= {"case_no": make.case(branch=far).number, "branch": str(far.id)}
    again = clerk.post(PAPER, said)
    assert again.status_code == 422
    assert "已經登記過" in _text(again)
    row = Application.objects.get()
    said |= {"case_no": row.case.number, "branch": str(row.branch_id)}
    assert row.number in _text(clerk.post(PAPER, said))
    assert Application.objects.count() == 1


def test_what_was_said_is_printed_to_be_read_out_and_signed(window):
    clerk, case = _enter(), make.case()
    clerk.post(PAPER, _said(case, "PHONE"))
    row = Application.objects.get()
    answer = clerk.get(f"/staff/applications/{row.ref}/statement.pdf")
    words = _words(answer.content)
    for said in (
        "言詞申請紀錄",
        row.number,
        "我上個月失業。",
        "行政程序法第 35 條",
        "申請人：",
        "補簽",
    ):
        assert said in words, said
    clerk.post(PAPER, _said(case, "POST"))
    written = Application.objects.latest("id")
    assert clerk.get(f"/staff/applications/{written.ref}/statement.pdf").status_code == 404


def test_the_night_register_from_the_first_entry_to_the_signed_list_and_the_request(window):
    clerk, case = _enter(), make.case()
    note = {"key": str(uuid.uuid4()), "received_on_year": "115", "received_on_month": "11",
            "received_on_day": "22", "received_time": "23:40", "way": "BOX", "sender": "王小明",
            "what": "陳述狀一份", "pieces": "1"}  # fmt: skip
    assert clerk.post("/staff/night/", note).status_code == 302
    clerk.post("/staff/night/", note)  # the same form again
    item = NightItem.objects.get()
    assert "逾時" in _text(clerk.get("/staff/night/"))  # it is ten o'clock already
    given = {"key": str(uuid.uuid4()), "given_name": "李警衛", "remark": ""}
    answer = clerk.post("/staff/night/handover/", given)
    assert clerk.post("/staff/night/handover/", given).url == answer.url
    handover = NightHandover.objects.get()
    listed = _words(clerk.get(f"{answer.url}list.pdf").content)
    for said in (handover.number, item.number, "陳述狀一份", "交付人（李警衛）", "逾次一上班日"):
        assert said in listed, said
    assert item.number in _text(clerk.get(answer.url))
    form = f"{PAPER}&night={item.ref}"
    assert "不能更改" in _text(clerk.get(form))
    said = {k: v for k, v in _said(case).items() if not k.startswith(("received", "channel"))}
    assert clerk.post(form, said).status_code == 200
    row = Application.objects.get()
    assert (row.channel, row.received_at, str(row.received_on)) == (
        "NIGHT",
        item.received_at,
        "2026-11-22",
    )
    assert row.number in _text(clerk.get(answer.url))
    stranger = _enter("stranger", of=make.branch("TPY"))
    for address in (answer.url, f"{answer.url}list.pdf", form):
        assert stranger.get(address).status_code == 404
    passing = f"/staff/night/items/{item.ref}/pass-on/"
    assert stranger.post(passing, {"where": "別處"}).status_code == 404


@pytest.mark.parametrize("lang", ["zh-hant", "en"])
def test_the_register_reads_in_both_languages_and_says_what_is_wrong(window, lang):
    clerk = _enter()
    clerk.cookies["django_language"] = lang
    words = {"zh-hant": "夜間收文登記簿", "en": "Night register"}[lang]
    assert words in _text(clerk.get("/staff/night/"))
    assert clerk.post("/staff/night/", {"key": str(uuid.uuid4())}).status_code == 422
    viewer = _enter("viewer", "application.view")
    assert viewer.get("/staff/night/").status_code == 403
