"""Notices through the door: issue, fetch, serve, tasks, texts; the wrong branch finds nothing."""

import re
import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client
from tests import factories as make

from wuai.contexts.notices import api
from wuai.contexts.notices.models import Notice, NoticeBatch, ServiceAttempt, TextBlockVersion
from wuai.platform.actors import system

pytestmark = pytest.mark.django_db
ALL = ("case.view", "notice.issue", "service.record", "notice.template", "party.view")


@pytest.fixture(autouse=True)
def _still() -> Any:
    with time_machine.travel(make.AT, tick=False):
        yield


@pytest.fixture
def clerk(client: Client) -> Client:
    client.force_login(make.account("clerk-n", *ALL))
    return client


def issued(case: Any = None) -> Notice:
    held = case or make.case()
    branch = make.branch()
    by = system("clerk", branch_id=branch.id, branch_code=branch.code)
    done = api.issue([held.id], by=by, at=make.AT, on=make.ON)
    return Notice.objects.get(batch__ref=done.batch_ref)


def test_a_clerk_issues_a_notice_for_a_case_once_however_often_the_button_is_pressed(
    clerk: Client, deliver: Any
) -> None:
    case = make.case()
    page = clerk.get(f"/staff/notices/issue/?case={case.ref}")
    assert case.number in page.content.decode()
    data = {"key": str(uuid.uuid4()), "case": str(case.ref)}
    first, again = (clerk.post("/staff/notices/issue/", data) for _ in range(2))
    assert first.url == again.url
    assert NoticeBatch.objects.count() == 1
    assert "正在排版" in clerk.get(first.url).content.decode()
    deliver()
    shown = clerk.get(first.url).content.decode()
    assert "已列印" in shown
    (pdf, index) = re.findall(r"/staff/notices/files/\d+/", shown)
    answer = clerk.get(pdf)
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert "attachment" in answer["Content-Disposition"]
    assert clerk.get(index)["Content-Type"].startswith("text/csv")


def test_the_same_persons_other_open_cases_are_offered_and_none_is_chosen_beforehand(
    clerk: Client,
) -> None:
    person = make.party()
    one, same, far, paid = (
        make.case(person), make.case(person, 1200),
        make.case(person, 900, section=make.section(code="T2")), make.case(person, 0),
    )  # fmt: skip
    stranger = make.case(make.party("林乙"))
    page = clerk.get(f"/staff/notices/issue/?case={one.ref}").content.decode()
    assert f"{same.number} NT$\u00a01,200（同一股，合寄一封）" in page
    assert f"{far.number} NT$\u00a0900（不同股，另寄一封）" in page
    assert paid.number not in page
    assert stranger.number not in page
    assert "checked" not in page
    english = clerk.get(f"/staff/notices/issue/?case={one.ref}", HTTP_ACCEPT_LANGUAGE="en")
    assert "1,200 (same section, in the same letter)" in english.content.decode()
    data = {"key": str(uuid.uuid4()), "case": str(one.ref)}
    wrong = clerk.post("/staff/notices/issue/", data | {"also": [str(stranger.ref)]})
    assert wrong.status_code == 422
    assert not NoticeBatch.objects.exists()
    clerk.post("/staff/notices/issue/", data | {"also": [str(same.ref), str(far.ref)]})
    batch = NoticeBatch.objects.get()
    assert (batch.cases, batch.notices) == (3, 2)


def test_without_a_case_every_open_case_that_lacks_a_valid_slip_gets_one(clerk: Client) -> None:
    issued()
    make.case(make.party("林乙"))
    assert "1 件" in clerk.get("/staff/notices/issue/").content.decode()
    clerk.post("/staff/notices/issue/", {"key": str(uuid.uuid4())})
    assert Notice.objects.count() == 2
    assert "沒有需要開立的案件" in clerk.get("/staff/notices/issue/").content.decode()


def test_the_notice_page_shows_the_letter_again_as_it_was(clerk: Client) -> None:
    notice = issued()
    shown = clerk.get(f"/staff/notices/{notice.ref}/").content.decode()
    assert notice.number in shown
    pdf = clerk.get(f"/staff/notices/{notice.ref}/notice.pdf")
    assert pdf.content.startswith(b"%PDF-")


def served(client: Client, notice: Notice, **more: Any) -> Any:
    data = {
        "key": str(uuid.uuid4()), "method": "DEPOSIT", "on_year": "115", "on_month": "11", "on_day": "21",
        "place": "東門派出所", "person": "", "reason": "", "note": "",
    }  # fmt: skip
    return client.post(f"/staff/notices/{notice.ref}/service/", data | more)


def test_a_deposit_is_recorded_with_both_days(clerk: Client) -> None:
    notice = issued()
    assert served(clerk, notice).status_code == 302
    attempt = ServiceAttempt.objects.get()
    assert str(attempt.effective_on) == "2026-11-21"
    assert str(attempt.disputed_on) == "2026-12-01"
    shown = clerk.get(f"/staff/notices/{notice.ref}/").content.decode()
    assert "東門派出所" in shown
    assert "怎麼算的" in shown


def test_the_same_form_sent_twice_is_one_attempt(clerk: Client) -> None:
    notice, key = issued(), str(uuid.uuid4())
    assert {served(clerk, notice, key=key).status_code for _ in range(2)} == {302}
    assert ServiceAttempt.objects.count() == 1


def test_a_refused_attempt_says_so_at_its_field(clerk: Client) -> None:
    answer = served(clerk, issued(), method="SUBSTITUTED")
    assert answer.status_code == 422
    assert "收受人" in answer.content.decode()
    assert not ServiceAttempt.objects.exists()


def test_evidence_is_kept_and_opened_again_and_a_program_is_not_taken(clerk: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    notice = issued()
    bad = SimpleUploadedFile("scan.pdf", b"MZ\x90 program", "application/pdf")
    assert served(clerk, notice, evidence=bad).status_code == 422
    good = SimpleUploadedFile("scan.pdf", b"%PDF-1.7 scan", "application/pdf")
    assert served(clerk, notice, evidence=good).status_code == 302
    ref = ServiceAttempt.objects.get().ref
    answer = clerk.get(f"/staff/notices/evidence/{ref}/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 scan"


def test_what_could_not_be_served_waits_until_it_is(clerk: Client) -> None:
    notice = issued()
    served(clerk, notice, method="FAILED", reason="MOVED", place="")
    assert notice.number in clerk.get("/staff/notices/service/").content.decode()
    found = clerk.get("/staff/notices/service/", {"number": notice.number})
    assert found.url == f"/staff/notices/{notice.ref}/service/"
    served(clerk, notice)
    assert notice.number not in clerk.get("/staff/notices/service/").content.decode()


def test_a_task_names_the_character_and_ends_by_hand(clerk: Client) -> None:
    notice = issued(make.case(make.party("陳\ue001文")))
    shown = clerk.get("/staff/notices/tasks/").content.decode()
    assert "U+E001" in shown
    assert clerk.get(f"/staff/notices/{notice.ref}/notice.pdf").status_code == 409
    clerk.post(f"/staff/notices/tasks/{notice.ref}/", {"what": "retry"})
    clerk.post(f"/staff/notices/tasks/{notice.ref}/", {"what": "by_hand"})
    assert "U+E001" not in clerk.get("/staff/notices/tasks/").content.decode()


def written(client: Client, **more: Any) -> Any:
    data = {
        "zh": "新的提醒 {branch}", "en": "New reminder {branch}", "effective_on_year": "115",
        "effective_on_month": "11", "effective_on_day": "21",
    }  # fmt: skip
    return client.post("/staff/notices/texts/REMINDER/", data | more)


def test_a_text_is_written_by_one_and_approved_by_another(clerk: Client) -> None:
    assert written(clerk).status_code == 302
    version = TextBlockVersion.objects.get(state="DRAFT")
    assert (
        clerk.get(f"/staff/notices/texts/versions/{version.id}/preview.pdf").content[:5] == b"%PDF-"
    )
    url = f"/staff/notices/texts/versions/{version.id}/decide/"
    assert clerk.post(url, {"approve": "yes"}).status_code == 409
    other = Client()
    other.force_login(make.account("chief-n", *ALL))
    assert other.post(url, {"approve": "yes"}).status_code == 302
    from wuai.contexts.notices.queries.notices import content_of

    letter = content_of(issued().ref)
    assert letter["blocks"]["REMINDER"]["zh"].startswith("新的提醒 ")
    assert "{" not in letter["blocks"]["REMINDER"]["zh"]


def test_a_text_with_an_unknown_merge_field_is_refused(clerk: Client) -> None:
    answer = written(clerk, zh="欠 {amount}")
    assert answer.status_code == 422
    assert "amount" in answer.content.decode()


PAGES = ["", "issue/", "tasks/", "service/", "texts/", "texts/REMINDER/"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_open_in_both_languages(clerk: Client, page: str) -> None:
    issued()
    assert clerk.get(f"/staff/notices/{page}").status_code == 200
    english = clerk.get(f"/staff/notices/{page}", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    main = english[english.index("<main") : english.index("</main>")]
    unmarked = re.sub(r'<(\w+)[^>]*lang="zh[^"]*"[^>]*>.*?</\1>', "", main, flags=re.S)
    assert not re.findall(r"[\u4e00-\u9fff]{2,}", unmarked.replace("傳繳", ""))


def test_the_officer_of_the_wrong_branch_finds_nothing(client: Client) -> None:
    notice = issued()
    served_ref = uuid.uuid4()
    client.force_login(make.account("far", *ALL, of=make.branch("TPY")))
    for page in (
        f"{notice.ref}/", f"{notice.ref}/notice.pdf", f"{notice.ref}/service/",
        f"batches/{notice.batch.ref}/", f"files/{notice.file_id}/", f"evidence/{served_ref}/",
        f"issue/?case={make.case().ref}",
    ):  # fmt: skip
        assert client.get(f"/staff/notices/{page}").status_code == 404, page
    assert client.get("/staff/notices/service/", {"number": notice.number}).status_code == 200


def test_the_batch_list_asks_the_database_a_fixed_number_of_times(
    clerk: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        issued()
    with django_assert_max_num_queries(16):
        clerk.get("/staff/notices/")
