"""The whole way by HTTP without script: applying, resuming, sending, following; and the desks."""

import re
import uuid

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import factories as make

from wuai.contexts.applications.models import Application, Draft, Upload
from wuai.contexts.applications.tests.conftest import PDF, Window
from wuai.platform.models import ReadLine

pytestmark = pytest.mark.django_db
CLERK = ("application.view", "application.edit", "case.view")


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(Window.at, tick=False):
        yield


@pytest.fixture
def citizen(db):
    return Client(enforce_csrf_checks=False)


def _enter(name, *permissions, **more):
    client = Client()
    client.force_login(make.account(name, *(permissions or CLERK), **more))
    return client


def _text(answer):
    return answer.content.decode()


def _begin(client, kind="WRITTEN_STATEMENT"):
    answer = client.post(f"/apply/{kind}/start/", {"branch": "SCY"})
    assert answer.status_code == 302, _text(answer)
    return Draft.objects.latest("id"), answer.url


def _fill(client, draft, case):
    base = f"/apply/draft/{draft.ref}"
    client.post(f"{base}/CASE/", {"case_no": case.number})
    client.post(f"{base}/STATEMENT/", {"statement": "上個月失業", "wish": ""})
    return client.post(f"{base}/CONTACT/", {"name": "王小明", "phone": "0912-345-678", "email": ""})


def _code(client, draft):
    return client.session["application_drafts"][str(draft.ref)]


@pytest.mark.parametrize("lang", ["zh-hant", "en"])
def test_the_whole_way_works_without_script(citizen, lang):
    citizen.cookies[settings.LANGUAGE_COOKIE_NAME] = lang
    case = make.case()
    assert "/apply/WRITTEN_STATEMENT/" in _text(citizen.get("/apply/"))
    assert "/start/" in _text(citizen.get("/apply/WRITTEN_STATEMENT/"))
    draft, first = _begin(citizen)
    page = _text(citizen.get(first))
    assert _code(citizen, draft) in page
    assert _fill(citizen, draft, case).url.endswith("/files/")
    files = f"/apply/draft/{draft.ref}/files/"
    sent = citizen.post(files, {"PAPERS": SimpleUploadedFile("離職證明.pdf", PDF)})
    assert sent.status_code == 302
    assert "離職證明.pdf" in _text(citizen.get(files))
    check = f"/apply/draft/{draft.ref}/check/"
    assert "上個月失業" in _text(citizen.get(check))
    receipt = citizen.post(check)
    page = _text(citizen.get(receipt.url))
    row = Application.objects.get()
    assert row.number in page
    assert row.digest in page
    assert _code(citizen, draft) in page
    assert row.language == lang
    follow = citizen.post("/follow/", {"number": row.number, "code": _code(citizen, draft)})
    assert ("已收件" if lang == "zh-hant" else "Received") in _text(follow)
    assert follow["Cache-Control"] == "no-store"
    assert f'name="code" value="{_code(citizen, draft)}"' in page, "one press follows it"
    year, serial = row.number.split("申")
    for said in (f"{year}申{int(serial)}", f"{year} 申字第 {int(serial)} 號", row.number.lower()):
        again = citizen.post("/follow/", {"number": said, "code": _code(citizen, draft)})
        assert row.number in _text(again)


def test_a_wrong_answer_is_said_beside_it_and_what_was_typed_stays(citizen):
    draft, _ = _begin(citizen)
    page = f"/apply/draft/{draft.ref}/CONTACT/"
    answer = citizen.post(page, {"name": "王小明", "phone": "1234", "email": "ming@"})
    shown = _text(answer)
    assert answer.status_code == 422
    assert "請填電話號碼" in shown
    assert "請填電子郵件" in shown
    assert 'value="1234"' in shown
    assert 'value="ming@"' in shown
    assert "王小明" in _text(citizen.get(page))


def test_a_session_that_is_lost_at_the_last_step_loses_nothing(citizen):
    draft, _ = _begin(citizen)
    _fill(citizen, draft, make.case())
    code, check = _code(citizen, draft), f"/apply/draft/{draft.ref}/check/"
    elsewhere = Client()
    assert elsewhere.post(check).status_code == 404
    assert elsewhere.get("/apply/resume/").status_code == 200
    assert elsewhere.post("/apply/resume/", {"code": "AAAA-AAAA-AAAA"}).status_code == 404
    answer = elsewhere.post("/apply/resume/", {"code": code.lower()})
    assert answer.url == check
    assert "上個月失業" in _text(elsewhere.get(check))
    assert elsewhere.post(check).url == f"/apply/sent/{draft.ref}/"
    # The first device sends as well: the same request, the same receipt.
    assert citizen.post(check).url == f"/apply/sent/{draft.ref}/"
    assert Application.objects.count() == 1
    third = Client()
    again = third.post("/apply/resume/", {"code": code}, follow=True)
    assert Application.objects.get().number in _text(again)


def test_somebody_elses_draft_is_not_there(citizen):
    draft, _ = _begin(citizen)
    upload = uuid.uuid4()
    other, base = Client(), f"/apply/draft/{draft.ref}"
    for page in ("CASE/", "files/", "check/"):
        assert other.get(f"{base}/{page}").status_code == 404
    for page in ("CASE/", "check/", "files/", f"files/{upload}/remove/"):
        assert other.post(f"{base}/{page}", {"case_no": "x"}).status_code == 404
    assert other.get(f"/apply/sent/{draft.ref}/").status_code == 404
    assert citizen.get(f"/apply/draft/{uuid.uuid4()}/CASE/").status_code == 404
    assert citizen.get(f"{base}/NOWHERE/").status_code == 404


def test_a_field_that_nobody_asked_for_is_refused(citizen):
    draft, _ = _begin(citizen)
    answer = citizen.post(
        f"/apply/draft/{draft.ref}/CONTACT/", {"name": "王", "restricted_to": "x"}
    )
    assert answer.status_code == 422
    assert "restricted_to" in _text(answer)


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("a.exe", b"MZ", "不收這種檔案"),
        ("a.pdf", b"MZ" * 500, "內容與副檔名不符"),
        ("a.pdf", b"", "檔案是空的"),
    ],
)
def test_a_file_that_is_not_taken_says_why_and_leaves_nothing(citizen, name, body, said):
    draft, _ = _begin(citizen)
    page = f"/apply/draft/{draft.ref}/files/"
    answer = citizen.post(page, {"PAPERS": SimpleUploadedFile(name, body)})
    assert answer.status_code >= 400
    assert said in _text(answer)
    assert not Upload.objects.filter(removed_at__isnull=True).exists()


def test_a_file_can_be_taken_out_again(citizen):
    draft, _ = _begin(citizen)
    page = f"/apply/draft/{draft.ref}/files/"
    citizen.post(page, {"PAPERS": SimpleUploadedFile("a.pdf", PDF)})
    ref = Upload.objects.get().ref
    assert citizen.post(f"{page}{ref}/remove/").status_code == 302
    assert "a.pdf" not in _text(citizen.get(page))
    assert citizen.post(f"{page}{uuid.uuid4()}/remove/").status_code == 404


def test_codes_cannot_be_guessed_by_trying(citizen):
    answers = [
        citizen.post("/follow/", {"number": "115申000001", "code": f"A{n}"}) for n in range(12)
    ]
    assert [answer.status_code for answer in answers[:10]] == [404] * 10
    assert answers[-1].status_code == 429
    assert "五分鐘" in _text(answers[-1])


def test_the_applicant_completes_and_withdraws_on_the_follow_page(window, citizen):
    draft, _ = _begin(citizen)
    _fill(citizen, draft, make.case())
    citizen.post(f"/apply/draft/{draft.ref}/check/")
    row = Application.objects.get()
    held = {"number": row.number, "code": _code(citizen, draft)}
    window.move(row, "ask", note="請補<b>影本</b>")
    page = _text(citizen.post("/follow/", held))
    assert "請補&lt;b&gt;影本" in page
    assert "您補正以後，我們接著辦理" in page
    citizen.post("/follow/", {**held, "step": "complete", "note": "補上"})
    assert Application.objects.get().state == "IN_HAND"
    citizen.post("/follow/", {**held, "step": "answer"})
    assert Application.objects.get().state == "IN_HAND"
    citizen.post("/follow/", {**held, "step": "withdraw"})
    assert Application.objects.get().state == "WITHDRAWN"


def test_a_clerk_sees_what_is_due_opens_it_and_answers(window):
    row, clerk = window.filed(), _enter("clerk-a")
    assert row.number in _text(clerk.get("/staff/applications/"))
    page = f"/staff/applications/{row.ref}/"
    shown = _text(clerk.get(page))
    assert "失業" in shown
    assert "線上" in shown
    words = re.sub(r"<[^>]+>", "", shown)
    assert "WEB" not in words
    assert "public" not in words
    assert "115 年度健執字第".replace(" ", "") in shown
    assert ReadLine.objects.filter(subjects__contains=f"application:{row.ref}").exists()
    refused = clerk.post(page, {"move": "answer", "note": ""})
    assert refused.status_code == 422
    assert "請寫明理由" in _text(refused)
    assert clerk.post(page, {"move": "answer", "note": "已緩扣"}).status_code == 302
    assert row.number not in _text(clerk.get("/staff/applications/"))
    assert row.number in _text(clerk.get("/staff/applications/", {"ended": "on"}))
    assert clerk.post(page, {"move": "fly", "note": "x"}).status_code == 409


def test_only_who_may_decide_approves(window):
    row = window.filed("GOVERNMENT_INFORMATION")
    clerk, page = _enter("clerk-b"), f"/staff/applications/{row.ref}/"
    clerk.post(page, {"move": "grant"})
    assert 'value="approve"' not in _text(clerk.get(page))
    assert clerk.post(page, {"move": "approve"}).status_code >= 400
    chief = _enter("chief-b", *CLERK, "application.decide")
    assert chief.post(page, {"move": "approve"}).status_code == 302
    assert Application.objects.get().state == "GRANTED"


def test_another_branch_and_the_uninvited_see_nothing(window):
    row = window.filed()
    upload = window.upload(window.start())
    Upload.objects.filter(id=upload.id).update(application=row)
    base = f"/staff/applications/{row.ref}/"
    stranger = _enter("stranger", of=make.branch("TPY"))
    for page in (base, f"{base}files/{upload.ref}/"):
        assert stranger.get(page).status_code == 404
        assert stranger.post(page, {"reason": "x"}).status_code == 404
    assert row.number not in _text(stranger.get("/staff/applications/"))
    Application.objects.update(restricted_to="application.confidential")
    clerk = _enter("clerk-c")
    for page in (base, f"{base}files/{upload.ref}/"):
        assert clerk.get(page).status_code == 404
        assert clerk.post(page, {"reason": "x"}).status_code == 404
    assert row.number not in _text(clerk.get("/staff/applications/"))


def test_an_unscanned_file_opens_only_with_a_reason_that_is_kept(window):
    row, clerk = window.filed(), _enter("clerk-d")
    upload = window.upload(window.start(), name="證明.pdf")
    Upload.objects.filter(id=upload.id).update(application=row)
    page = f"/staff/applications/{row.ref}/files/{upload.ref}/"
    assert "未掃毒" in _text(clerk.get(f"/staff/applications/{row.ref}/"))
    asking = clerk.get(page, {"reason": "由網址帶來"})
    assert (asking.status_code, asking.streaming) == (200, False)
    assert 'method="post" class="stack"' in _text(asking)
    assert clerk.post(page, {"reason": " "}).status_code == 422
    assert not ReadLine.objects.filter(subjects__contains=[f"file:{upload.ref}"]).exists()
    answer = clerk.post(page, {"reason": "期限將屆"})
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/octet-stream"
    assert "attachment" in answer["Content-Disposition"]
    assert ReadLine.objects.filter(reason="期限將屆").exists()


def test_each_registers_what_they_may_see(window):
    clerk, unit = (
        _enter("clerk-g"),
        _enter("ethics-g", "application.edit", "application.confidential"),
    )
    page = "/staff/applications/paper/"
    assert "REWARD_TIP" not in _text(clerk.get(page))
    assert clerk.get(f"{page}?kind=REWARD_TIP").status_code == 404
    assert "WRITTEN_STATEMENT" not in _text(unit.get(page))
    assert unit.get(f"{page}?kind=REWARD_TIP").status_code == 200


def test_staff_register_paper_with_the_day_it_came(window):
    clerk, case = _enter("clerk-e"), make.case()
    choose = _text(clerk.get("/staff/applications/paper/"))
    assert "WRITTEN_STATEMENT" in choose
    page = "/staff/applications/paper/?kind=WRITTEN_STATEMENT"
    assert case.number in _text(clerk.get(f"{page}&case={case.ref}")), "known where one comes from"
    for unknown in ("x", uuid.uuid4(), make.case(branch=make.branch("TPY")).ref):
        assert 'name="case_no" value' not in _text(clerk.get(f"{page}&case={unknown}"))
    key = re.search(r'name="key" value="([0-9a-f-]{36})"', _text(clerk.get(page)))[1]
    given = {
        "key": key, "channel": "POST", "received_on_year": "115", "received_on_month": "11",
        "received_on_day": "20", "received_time": "09:30", "case_no": case.number,
        "statement": "信中所述", "name": "王小明",
    }  # fmt: skip
    wrong = clerk.post(page, given | {"statement": "", "received_time": "25:00"})
    assert wrong.status_code == 422
    assert case.number in _text(wrong)
    done = _text(clerk.post(page, given))
    row = Application.objects.get()
    assert row.number in done
    assert row.received_on.isoformat() == "2026-11-20"
    clerk.post(page, given)
    assert Application.objects.count() == 1
    late = clerk.post(page, given | {"key": str(uuid.uuid4()), "received_on_day": "24"})
    assert "不能晚於現在" in _text(late)


def test_a_day_is_asked_in_three_fields_and_kept(citizen):
    draft, _ = _begin(citizen, "ARCHIVE_ACCESS")
    page = f"/apply/draft/{draft.ref}/PERSON/"
    given = {"name": "王小明", "id_number": "A123456789", "address": "新竹市", "born_on_year": "79", "born_on_month": "5"}  # fmt: skip
    wrong = citizen.post(page, given)
    assert "沒有這一天" in _text(wrong)
    assert 'value="79"' in _text(wrong)
    assert citizen.post(page, given | {"born_on_day": "20"}).status_code == 302
    assert 'value="20"' in _text(citizen.get(page))


def test_the_applicant_downloads_the_answer_with_number_and_code_only(window, citizen):
    draft, _ = _begin(citizen)
    _fill(citizen, draft, make.case())
    citizen.post(f"/apply/draft/{draft.ref}/check/")
    row, code = Application.objects.get(), _code(citizen, draft)
    clerk, page = _enter("clerk-f"), f"/staff/applications/{row.ref}/"
    clerk.post(
        page, {"move": "answer", "note": "如附", "papers": SimpleUploadedFile("復函.pdf", PDF)}
    )
    document = row.results.get()
    held = {"number": row.number, "code": code, "document": str(document.ref)}
    follow = _text(citizen.post("/follow/", held))
    assert document.stored.sha256 in follow
    given = Client().post("/follow/document/", held)
    assert b"".join(given.streaming_content) == PDF
    assert "attachment" in given["Content-Disposition"]
    for wrong in (
        {"code": "AAAA"},
        {"number": "115申999999"},
        {"document": str(uuid.uuid4())},
        {"document": "x"},
    ):
        assert Client().post("/follow/document/", held | wrong).status_code == 404
    result = f"{page}results/{document.ref}/"
    assert b"".join(clerk.get(result).streaming_content) == PDF
    stranger = _enter("stranger-f", of=make.branch("TPY"))
    assert stranger.get(result).status_code == 404
