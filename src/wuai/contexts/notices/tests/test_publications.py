"""A notice is served by publication: two people, one board, one day, once."""

import threading
import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from tests import factories as make

from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.notices import jobs
from wuai.contexts.notices.actions import posting, publications
from wuai.contexts.notices.actions.issue import issue_notices
from wuai.contexts.notices.actions.serving import Evidence, record_service
from wuai.contexts.notices.models import Notice, NoticeCase, Publication, ServiceAttempt
from wuai.contexts.notices.queries import notices as served
from wuai.contexts.notices.queries import publications as queries
from wuai.contexts.notices.rules import publications as rules
from wuai.contexts.notices.rules.posting import shown_days
from wuai.contexts.notices.rules.service import Attempt
from wuai.kernel.refusal import Refusal
from wuai.platform.actors import Actor, system
from wuai.platform.models import HistoryLine

pytestmark = pytest.mark.django_db
DRAFT = rules.Draft("ADDRESS_UNKNOWN", "NEED", facts="戶籍地查無此人，鄰居不知去向")
# Saturday 21 November; posted then, the 20 days end on Friday 11 December.
EFFECTIVE = date(2026, 12, 11)


def person(name: str, *, of: Any = None) -> Actor:
    branch = of or make.branch()
    return Actor("staff", f"staff:{name}", name, branch_id=branch.id, branch_code=branch.code)


def issued(case: Any = None) -> Notice:
    ref = issue_notices(
        case_ids=[(case or make.case()).id],
        kind="PAYMENT",
        request_key="",
        by=person("clerk"),
        at=make.AT,
        on=make.ON,
    )
    return Notice.objects.get(batch__ref=ref)


def prepared(notice: Notice | None = None, **more: Any) -> Publication:
    given = {"draft": DRAFT, "key": uuid.uuid4(), "by": person("clerk")} | more
    held = notice or issued()
    return publications.prepare(notice_ref=held.ref, at=make.AT, on=make.ON, **given)


def approved(held: Publication | None = None, **more: Any) -> Publication:
    given = {"approve": True, "by": person("officer")} | more
    return publications.decide(ref=(held or prepared()).ref, at=make.AT, on=make.ON, **given)


def posted(held: Publication | None = None, **more: Any) -> Publication:
    given = {"posted_at": make.AT, "place": "一樓公告欄", "by": person("clerk")} | more
    return posting.post(ref=(held or approved()).ref, at=make.AT, **given)


def test_posted_it_counts_after_twenty_days_and_the_notice_is_served_once() -> None:
    held = posted()
    assert (held.number, held.posted_on) == ("115公示000001", make.ON)
    assert (held.effective_on, held.disputed_on) == (EFFECTIVE, None)
    jobs.take_effects(on=EFFECTIVE - timedelta(days=1), at=make.AT)
    assert not ServiceAttempt.objects.exists()
    for _ in range(2):
        jobs.take_effects(on=EFFECTIVE, at=make.AT)
        posting.take_effect(ref=held.ref, by=system("publications"), at=make.AT, on=EFFECTIVE)
    attempt = ServiceAttempt.objects.get()
    assert (attempt.method, attempt.on, attempt.effective_on) == ("PUBLIC", make.ON, EFFECTIVE)
    assert (attempt.place, attempt.note) == ("一樓公告欄", held.number)
    held.refresh_from_db()
    assert (held.state, held.attempt) == ("EFFECTIVE", attempt)
    lines = HistoryLine.objects.filter(subject_kind="publication", subject_ref=str(held.ref))
    assert [line.data.get("state") for line in lines.order_by("id")][:4] == [
        "PREPARED", "APPROVED", "POSTED", "EFFECTIVE",
    ]  # fmt: skip


def test_a_duty_that_missed_its_day_gives_the_day_of_the_law() -> None:
    posted()
    jobs.take_effects(on=EFFECTIVE + timedelta(days=9), at=make.AT)
    assert ServiceAttempt.objects.get().effective_on == EFFECTIVE


def test_the_same_form_sent_twice_is_one_publication_and_a_second_one_is_refused() -> None:
    notice, key = issued(), uuid.uuid4()
    assert prepared(notice, key=key).id == prepared(notice, key=key).id
    with pytest.raises(rules.PublicationRuns):
        prepared(notice)


def test_whoever_prepared_it_cannot_approve_it_and_the_table_says_so_too() -> None:
    held = prepared()
    with pytest.raises(rules.SecondPersonNeeded):
        approved(held, by=person("clerk"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(id=held.id).update(decided_by=held.prepared_by)


def test_one_that_is_refused_says_why_and_another_may_be_prepared() -> None:
    held = prepared()
    with pytest.raises(publications.WhyMissing):
        approved(held, approve=False)
    done = approved(held, approve=False, reason="戶政資料未查")
    assert (done.state, done.number) == ("REFUSED", "")
    assert prepared(done.notice).state == "PREPARED"


def test_taken_back_before_its_day_it_never_counts() -> None:
    held = posted()
    with pytest.raises(publications.WhyMissing):
        publications.withdraw(ref=held.ref, reason=" ", by=person("clerk"), at=make.AT)
    publications.withdraw(ref=held.ref, reason="姓名有誤", by=person("clerk"), at=make.AT)
    jobs.take_effects(on=EFFECTIVE, at=make.AT)
    assert not ServiceAttempt.objects.exists()
    assert queries.shown(make.ON) == []
    assert [row.state for row in queries.publications(held.branch_id)] == ["WITHDRAWN"]


def test_after_it_counted_it_is_not_taken_back() -> None:
    held = posted()
    jobs.take_effects(on=EFFECTIVE, at=make.AT)
    with pytest.raises(rules.NotInThatState):
        publications.withdraw(ref=held.ref, reason="姓名有誤", by=person("clerk"), at=make.AT)


def test_handed_over_meanwhile_it_comes_off_the_list_at_once() -> None:
    held = posted()
    record_service(
        notice_ref=held.notice.ref, attempt=Attempt("IN_PERSON", make.ON, "分署"), key=uuid.uuid4(),
        by=person("clerk"), at=make.AT, on=make.ON,
    )  # fmt: skip
    held.refresh_from_db()
    assert (held.state, held.ended_reason) == ("WITHDRAWN", rules.SERVED_OTHERWISE)
    assert queries.shown(make.ON) == []


@pytest.mark.parametrize("by_issuing", [True, False])
def test_of_a_notice_that_was_replaced_nothing_hangs_or_counts(by_issuing: bool) -> None:
    held = posted()
    if by_issuing:
        issued(NoticeCase.objects.get(notice_id=held.notice_id).case)
        assert queries.shown(make.ON) == []
    else:  # replaced before this was known
        Notice.objects.filter(id=held.notice_id).update(superseded_at=make.AT)
    jobs.take_effects(on=EFFECTIVE, at=make.AT)
    assert not ServiceAttempt.objects.exists()
    held.refresh_from_db()
    assert (held.state, held.ended_reason) == ("WITHDRAWN", rules.REPLACED)


def test_a_failed_attempt_leaves_it_hanging_and_no_longer_waits_for_somebody() -> None:
    notice = issued()
    record_service(
        notice_ref=notice.ref, attempt=Attempt("FAILED", make.ON, reason="MOVED"), key=uuid.uuid4(),
        by=person("clerk"), at=make.AT, on=make.ON,
    )  # fmt: skip
    assert len(served.failed_service(notice.branch_id)) == 1
    prepared(notice, draft=rules.Draft("ADDRESS_UNKNOWN", "NEED"))
    assert served.failed_service(notice.branch_id) == []


def test_publication_cannot_be_recorded_past_the_second_person() -> None:
    with pytest.raises(rules.PublishedNotRecorded):
        record_service(
            notice_ref=issued().ref, attempt=Attempt("PUBLIC", make.ON, "公告欄"), key=uuid.uuid4(),
            by=person("clerk"), at=make.AT, on=make.ON,
        )  # fmt: skip


def test_printed_in_a_newspaper_the_days_run_from_the_last_printing() -> None:
    held = posted()
    later = make.ON + timedelta(days=3)
    done = posting.note_printed(
        ref=held.ref, printed_on=later, where="測試日報", by=person("clerk"), at=make.AT, on=later
    )
    assert done.effective_on == date(2026, 12, 14)
    jobs.take_effects(on=EFFECTIVE, at=make.AT)
    assert not ServiceAttempt.objects.exists()


def test_a_second_one_to_the_same_person_in_the_same_case_counts_from_the_next_day() -> None:
    case = make.case()
    again = rules.Draft("ADDRESS_UNKNOWN", "AGAIN", facts=DRAFT.facts)
    posted(approved(prepared(issued(case))))
    jobs.take_effects(on=EFFECTIVE, at=make.AT)
    same, other = issued(case), issued(make.case(case.obligor))

    def once_more(notice: Notice, on: date) -> Publication:
        return publications.prepare(
            notice_ref=notice.ref, draft=again, key=uuid.uuid4(), by=person("clerk"), at=make.AT, on=on
        )  # fmt: skip

    for notice, on in ((same, EFFECTIVE - timedelta(days=1)), (other, EFFECTIVE)):
        with pytest.raises(rules.NotPublishedBefore):
            once_more(notice, on)
    held = once_more(same, EFFECTIVE)
    assert posted(approved(held)).effective_on == make.ON + timedelta(days=1)


def test_a_closure_declared_on_the_last_day_moves_it(deliver: Any) -> None:
    held = posted()
    said = deadlines.Declaration(EFFECTIVE, "", "", "颱風停止上班")
    deadlines.declare_closure(declaration=said, by=person("chief"), at=make.AT)
    deliver(only="%deliver")
    held.refresh_from_db()
    # The 12th is a Saturday: Monday the 14th.
    assert (held.effective_on, held.disputed_on) == (date(2026, 12, 14), EFFECTIVE)
    jobs.take_effects(on=EFFECTIVE, at=make.AT)
    assert not ServiceAttempt.objects.exists()


def test_it_stays_listed_for_the_days_that_the_table_says_and_is_kept_for_staff() -> None:
    held = posted()
    jobs.take_effects(on=EFFECTIVE, at=make.AT)
    last = EFFECTIVE + timedelta(days=shown_days(EFFECTIVE).value)
    assert [row.ref for row in queries.shown(last)] == [held.ref]
    assert queries.shown(last + timedelta(days=1)) == []
    assert queries.shown_one(held.ref, last + timedelta(days=1)) is None
    assert len(queries.publications(held.branch_id)) == 1


def test_the_officer_of_the_wrong_branch_does_nothing_here() -> None:
    far = person("far", of=make.branch("TPY"))
    held = prepared()
    for act in (
        lambda: approved(held, by=far), lambda: posted(held, by=far),
        lambda: publications.withdraw(ref=held.ref, reason="不對", by=far, at=make.AT),
        lambda: prepared(held.notice, by=far),
    ):  # fmt: skip
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.status == 404


def test_a_program_is_no_evidence_and_nothing_is_kept() -> None:
    with pytest.raises(Refusal):
        prepared(evidence=Evidence("a.pdf", [b"MZ"]))
    assert not Publication.objects.exists()


def _at_once(*acts: Any) -> list[str]:
    told: list[str] = []

    def run(act: Any) -> None:
        try:
            act()
            told.append("done")
        except Refusal as refused:
            told.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


@pytest.mark.django_db(transaction=True)
def test_its_day_and_its_withdrawal_at_once_give_one_of_the_two() -> None:
    notice = issued()
    told = _at_once(*[lambda: prepared(notice)] * 2)
    assert told == ["PUBLICATION_RUNS", "done"]
    held = posted(approved(Publication.objects.get()))
    when: datetime = timezone.now()
    _at_once(
        *[lambda: jobs.take_effects(on=EFFECTIVE, at=when)] * 2,
        lambda: publications.withdraw(ref=held.ref, reason="姓名有誤", by=person("clerk"), at=when),
    )
    held.refresh_from_db()
    assert ServiceAttempt.objects.count() == (held.state == "EFFECTIVE")
    assert held.state in {"EFFECTIVE", "WITHDRAWN"}
