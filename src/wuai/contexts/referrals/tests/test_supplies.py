"""What a referral lacks: asked for once, answered once, in time or late, enough or not."""

import threading
import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from wuai.contexts.cases import api as cases
from wuai.contexts.cases.models import Case
from wuai.contexts.messages.models import Message
from wuai.contexts.organisation.models import Agency
from wuai.contexts.referrals import queries_papers
from wuai.contexts.referrals import queries_supplies as queries
from wuai.contexts.referrals.actions import attach, supplying
from wuai.contexts.referrals.models import Attachment, Batch, Supply
from wuai.contexts.referrals.rules import supplies as rules
from wuai.contexts.referrals.web import panels
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.actors import Actor
from wuai.platform.models import HistoryLine
from wuai.platform.panels import Desk

from .conftest import AT
from .files import ON, row, rows
from .test_pages import agency_actor, enter

__all__ = ["enter"]
DUE = ON + timedelta(days=14)
PDF = attach.Scan([b"%PDF-1.7 proof"], "送達證明.pdf", "application/pdf")
KNOWN = {
    code: rules.Item(code, Bilingual(code), Bilingual("x"), code == "OTHER")
    for code in ("TITLE", "SERVICE_PROOF", "OTHER")
}


@pytest.mark.parametrize(
    ("state", "day", "over"),
    [
        (rules.OPEN, DUE - timedelta(days=1), False),
        (rules.OPEN, DUE, False),
        (rules.OPEN, DUE + timedelta(days=1), True),
        (rules.ANSWERED, DUE + timedelta(days=1), False),
        (rules.SUFFICIENT, DUE + timedelta(days=1), False),
    ],
)
def test_it_is_overdue_only_after_the_day(state: str, day: date, over: bool) -> None:
    assert rules.is_overdue(state, DUE, on=day) is over


@pytest.mark.parametrize(("days", "fits"), [(0, False), (1, True), (180, True), (181, False)])
def test_the_day_lies_ahead_and_not_too_far(days: int, fits: bool) -> None:
    if fits:
        rules.check_due(ON + timedelta(days=days), on=ON)
    else:
        with pytest.raises(rules.DueUnfit):
            rules.check_due(ON + timedelta(days=days), on=ON)


@pytest.mark.parametrize(
    ("state", "target", "day", "refusal"),
    [
        (rules.OPEN, rules.INSUFFICIENT, DUE - timedelta(days=1), rules.StillTime),
        (rules.OPEN, rules.INSUFFICIENT, DUE, rules.StillTime),
        (rules.OPEN, rules.INSUFFICIENT, DUE + timedelta(days=1), None),
        (rules.OPEN, rules.SUFFICIENT, ON, None),
        (rules.ANSWERED, rules.INSUFFICIENT, ON, None),
        (rules.ANSWERED, rules.ANSWERED, ON, rules.MoveRefused),
        (rules.SUFFICIENT, rules.INSUFFICIENT, DUE, rules.MoveRefused),
        (rules.INSUFFICIENT, rules.ANSWERED, DUE, rules.MoveRefused),
    ],
)
def test_the_agency_has_its_time(
    state: str, target: str, day: date, refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        rules.check_move(state, target, number="N", due_on=DUE, on=day)
    else:
        with pytest.raises(refusal) as caught:
            rules.check_move(state, target, number="N", due_on=DUE, on=day)
        assert all(caught.value.words(lang) for lang in ("zh", "en"))


@pytest.mark.parametrize(
    ("codes", "words", "said"),
    [
        ([], "x", rules.NothingAsked),
        (["TITLE", "NONE"], "x", rules.NothingAsked),
        (["OTHER"], " ", rules.WordsMissing),
        (["OTHER", "TITLE"], "封面", ["TITLE", "OTHER"]),
        (["TITLE", "TITLE"], "", ["TITLE"]),
    ],
)
def test_something_known_is_asked_for(codes: list[str], words: str, said: Any) -> None:
    if isinstance(said, list):
        assert rules.checked(codes, KNOWN, words) == said
    else:
        with pytest.raises(said):
            rules.checked(codes, KNOWN, words)


@pytest.mark.parametrize(
    ("answer", "words", "documents", "fits"),
    [("SUPPLIED", "", 1, True), ("SUPPLIED", "如前", 0, True), ("SUPPLIED", " ", 0, False),
     ("CANNOT", "", 1, False), ("CANNOT", "滅失", 0, True), ("NO", "x", 1, False)],
)  # fmt: skip
def test_an_answer_says_something(answer: str, words: str, documents: int, fits: bool) -> None:
    if fits:
        rules.check_answer(answer, words, documents)
    else:
        with pytest.raises(rules.WordsMissing):
            rules.check_answer(answer, words, documents)


def test_the_reason_of_a_return_never_grows_too_long() -> None:
    said = rules.return_reason("字號", ["執行名義"] * 60, DUE, "", "缺" * 900)
    assert len(said) <= 300
    assert said.endswith("請補齊後重新移送。")


def demand(*items: str, words: str = "", key: uuid.UUID | None = None) -> supplying.Demand:
    return supplying.Demand(items or ("SERVICE_PROOF",), words, DUE, key or uuid.uuid4())


@pytest.fixture
def case(take_in: Any) -> Case:
    take_in(row())
    return Case.objects.get()


@pytest.fixture
def ask(clerk: Actor, case: Case) -> Any:
    def run(wanted: supplying.Demand | None = None) -> Supply:
        return supplying.ask(
            case_ids=[case.id], demand=wanted or demand(), by=clerk, at=AT, on=ON
        )[0]  # fmt: skip

    return run


def answer(held: Supply, *scans: attach.Scan, words: str = "已補", day: date = ON) -> Supply:
    by = agency_actor("NHI")
    return supplying.answer(
        ref=held.ref, agency_id=by.agency_id or 0, by=by, at=AT, on=day,
        reply=supplying.Reply("SUPPLIED", words, scans),
    )  # fmt: skip


def close(held: Supply, clerk: Actor, verdict: str, words: str = "", day: date = ON) -> Supply:
    return supplying.close(ref=held.ref, verdict=verdict, words=words, by=clerk, at=AT, on=day)


@pytest.mark.django_db
def test_asked_answered_with_a_document_and_closed(ask: Any, case: Case, clerk: Actor) -> None:
    Agency.objects.filter(code="NHI").update(feedback_email="nhi@example.tw")
    held = ask(demand(words="缺雙掛號回執"))
    assert held.number == "新竹115年度補正字第00000001號"
    mail = Message.objects.get(once_key__startswith="supply:")
    assert mail.recipient == "nhi@example.tw"
    desk = Desk(clerk.branch_id or 0, None, agency_actor("NHI"), ON)
    assert (panels.to_supply(desk).count, panels.to_examine(desk).count) == (1, 0)
    answer(held, PDF)
    assert (panels.to_supply(desk).count, panels.to_examine(desk).count) == (0, 1)
    _batch, papers, asked = queries_papers.brought(case.batch_id or 0, case.agency_ref, case.id)
    assert (asked[0].number, asked[0].due_on, asked[0].state) == (held.number, DUE, "ANSWERED")
    assert [one.title for one in papers] == ["送達證明.pdf"]
    close(held, clerk, rules.SUFFICIENT)
    assert panels.to_examine(desk).count == 0
    lines = HistoryLine.objects.filter(subject_ref=str(case.ref), action__startswith="supply.")
    assert {one.action for one in lines} == {"supply.ask", "supply.answer", "supply.close"}


@pytest.mark.django_db
def test_the_same_is_asked_once_at_a_time(ask: Any, clerk: Actor) -> None:
    wanted = demand("TITLE", "SERVICE_PROOF")
    held = ask(wanted)
    assert ask(wanted).id == held.id
    with pytest.raises(rules.AlreadyAsked):
        ask(demand("SERVICE_PROOF", "TITLE"))
    assert ask(demand("TITLE")).number.endswith("00000002號")
    answer(held)
    close(held, clerk, rules.INSUFFICIENT, "缺印")
    ask(demand("TITLE", "SERVICE_PROOF"))
    assert Supply.objects.count() == 3


@pytest.mark.django_db
def test_many_cases_are_asked_about_in_one_look(enter: Any, take_in: Any, clerk: Actor) -> None:
    take_in(*rows(4))
    batch, page = Batch.objects.get(), enter(replace(clerk, permissions=frozenset({"case.edit"})))
    refs = [str(one.ref) for one in Case.objects.order_by("-id")]
    day = timezone.localdate() + timedelta(days=20)
    wanted = {"items": ["TITLE"], "words": "", "key": str(uuid.uuid4()), "cases": refs[1:],
              "due_on_year": day.year, "due_on_month": day.month, "due_on_day": day.day}  # fmt: skip
    with CaptureQueriesContext(connection) as seen:
        assert page.post(f"/staff/intake/{batch.ref}/supply/", wanted).status_code == 302
    looks = [one["sql"] for one in seen.captured_queries if one["sql"].startswith("SELECT")]
    assert len([sql for sql in looks if '"referrals_supply"."state" IN' in sql]) == 1
    assert not [sql for sql in looks if "c.ref =" in sql]
    assert Supply.objects.count() == 3
    again = wanted | {"key": str(uuid.uuid4()), "cases": refs}
    refused = page.post(f"/staff/intake/{batch.ref}/supply/", again).content.decode()
    assert Supply.objects.order_by("case_id")[0].number in refused
    assert Supply.objects.count() == 3


@pytest.mark.django_db
def test_an_answer_sent_twice_is_one(ask: Any) -> None:
    held = ask()
    assert answer(held, PDF).answered_on == answer(held, PDF).answered_on
    assert Attachment.objects.count() == 1
    with pytest.raises(rules.MoveRefused):
        answer(held, words="別的")


@pytest.mark.django_db
def test_the_same_words_with_other_documents_are_no_repetition(ask: Any) -> None:
    held, other = ask(), attach.Scan([b"%PDF-1.7 title"], "執行名義.pdf", "application/pdf")
    answer(held, PDF, words="")
    for scans in ([other], [PDF, other]):
        with pytest.raises(supplying.AlreadyAnswered) as caught:
            answer(held, *scans, words="")
        assert held.number in caught.value.words("zh")
    answer(held, words="")
    answer(held, PDF, words="")
    assert Attachment.objects.count() == 1


@pytest.mark.django_db
def test_late_answers_count_until_the_branch_closed(ask: Any, clerk: Actor) -> None:
    held = ask()
    after = DUE + timedelta(days=1)
    desk = Desk(clerk.branch_id or 0, None, clerk, after)
    with override("zh-hant"):
        (todo,) = panels.to_examine(desk).todos
    assert todo.what == "處理逾期未補正"
    answer(held, day=after)
    assert queries.one(held.ref, branch_id=clerk.branch_id or 0).is_late


@pytest.mark.django_db
def test_what_was_not_supplied_becomes_the_reason_of_a_return(
    ask: Any, case: Case, clerk: Actor, enter: Any
) -> None:
    held = ask()
    assert queries.suggested_reason(case.id) == ""
    close(held, clerk, rules.INSUFFICIENT, day=DUE + timedelta(days=1))
    said = queries.suggested_reason(case.id)
    assert held.number in said
    assert "送達證明" in said
    assert "逾期未補正" in said
    cases.return_case(case_id=case.id, reason=said, by=clerk, at=AT, on=ON)


@pytest.mark.django_db
def test_a_closed_case_lacks_nothing(ask: Any, case: Case, clerk: Actor) -> None:
    held = ask()
    cases.return_case(case_id=case.id, reason="撤", by=clerk, at=AT, on=ON)
    with pytest.raises(supplying.CaseOver):
        answer(held)
    with pytest.raises(supplying.CaseOver):
        ask(demand("TITLE"))
    assert queries.to_answer(held.agency_id, limit=5) == (0, [])


@pytest.mark.django_db
def test_another_agency_and_another_branch_find_nothing(ask: Any, clerk: Actor) -> None:
    held = ask()
    with pytest.raises(queries.SupplyUnknown):
        queries.one(held.ref, agency_id=agency_actor("NTBN").agency_id or 0)
    with pytest.raises(queries.SupplyUnknown):
        queries.one(held.ref, branch_id=(clerk.branch_id or 0) + 1)
    with pytest.raises(queries.SupplyUnknown):
        queries.one(held.ref)


@pytest.mark.django_db
def test_the_pages_lead_from_asking_to_the_return(enter: Any, case: Case, clerk: Actor) -> None:
    staff = replace(clerk, permissions=clerk.permissions | {"case.edit", "case.return"})
    page: Client = enter(staff)
    address = f"/staff/intake/cases/{case.ref}/supply/"
    assert "送達證明" in page.get(address).content.decode()
    day = timezone.localdate() + timedelta(days=20)
    wanted = {"items": ["OTHER"], "words": "", "key": str(uuid.uuid4()),
              "due_on_year": day.year, "due_on_month": day.month, "due_on_day": day.day}  # fmt: skip
    refused = page.post(address, wanted)
    assert (refused.status_code, Supply.objects.count()) == (422, 0)
    assert "這裡要用文字說明" in refused.content.decode()
    batch = f"/staff/intake/{Batch.objects.get().ref}/"
    assert f"{batch}supply/" in page.get(batch).content.decode()
    sent = wanted | {"words": "缺回執", "cases": [str(case.ref)]}
    assert page.post(f"{batch}supply/", sent).status_code == 302
    held = Supply.objects.get()
    there = f"/agency/referrals/supplies/{held.ref}/"
    file = SimpleUploadedFile("回執.pdf", b"%PDF-1.7")
    theirs = enter(agency_actor("NHI"))
    assert held.number in theirs.get("/agency/referrals/supplies/").content.decode()
    theirs.post(there, {"answer": "SUPPLIED", "words": "", "documents": [file]})
    assert "回執.pdf" in theirs.get(there).content.decode()
    assert theirs.get(f"{there}paper/").content.startswith(b"%PDF-")
    assert enter(agency_actor("NTBN")).get(there).status_code == 404
    page = enter(staff)
    here = f"/staff/intake/supplies/{held.ref}/"
    answer = page.post(here, {"verdict": "INSUFFICIENT", "words": "缺印"}, follow=True)
    assert "再請補正" in answer.content.decode()
    assert "缺印" in page.get(f"{address}?after={held.ref}").content.decode()


@pytest.mark.django_db
def test_a_file_that_is_no_document_is_refused(ask: Any, enter: Any) -> None:
    held = ask()
    file = SimpleUploadedFile("回執.pdf", b"MZ")
    answer = enter(agency_actor("NHI")).post(
        f"/agency/referrals/supplies/{held.ref}/", {"answer": "SUPPLIED", "documents": [file]}
    )
    assert answer.status_code == 422
    assert Attachment.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_at_once_ask_once(case: Case, clerk: Actor) -> None:
    """Both ask for the same in the same instant: one letter; the other is told its number."""
    told: list[Any] = []
    start = threading.Barrier(2)

    def run() -> None:
        start.wait()
        try:
            told.append(supplying.ask(case_ids=[case.id], demand=demand(), by=clerk, at=AT, on=ON))
        except rules.AlreadyAsked as refused:
            told.append(refused)
        finally:
            connection.close()

    both = [threading.Thread(target=run) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert Supply.objects.count() == 1
    assert sorted(isinstance(one, list) for one in told) == [False, True]
