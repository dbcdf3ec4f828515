"""Service by publication: what the law allows, from when it counts, who may do what."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from wuai.contexts.notices.rules import posting
from wuai.contexts.notices.rules import publications as rules
from wuai.kernel.refusal import Refusal
from wuai.legal.calendar import Calendar

KNOWN = rules.Known(
    number="115新傳繳000001", is_superseded=False, served=False, runs=False, failed_attempts=1,
    has_evidence=False, published_before=False,
)  # fmt: skip
DRAFT = rules.Draft("ADDRESS_UNKNOWN", "NEED")


@pytest.mark.parametrize(
    ("draft", "method"),
    [
        (DRAFT, "PUBLIC"),
        (replace(DRAFT, basis="CHANGED"), "PUBLIC"),
        (replace(DRAFT, ground="IMMUNITY"), "PUBLIC"),
        (replace(DRAFT, ground="ABROAD"), "PUBLIC_ABROAD"),
        (replace(DRAFT, basis="REQUEST", requested_by="移送機關"), "PUBLIC"),
        (replace(DRAFT, basis="AGAIN"), "PUBLIC_AGAIN"),
        (replace(DRAFT, ground="ABROAD", basis="AGAIN"), "PUBLIC_AGAIN"),
    ],
)
def test_the_ground_and_the_basis_give_the_way_of_service(draft: rules.Draft, method: str) -> None:
    assert rules.may_prepare(draft, replace(KNOWN, published_before=True)) == method


@pytest.mark.parametrize(
    ("draft", "known", "code"),
    [
        (replace(DRAFT, ground="TIRED"), KNOWN, "PUBLICATION_GROUND_UNKNOWN"),
        (replace(DRAFT, basis="TIRED"), KNOWN, "PUBLICATION_GROUND_UNKNOWN"),
        (DRAFT, replace(KNOWN, is_superseded=True), "NOTHING_TO_PUBLISH"),
        (DRAFT, replace(KNOWN, served=True), "NOTHING_TO_PUBLISH"),
        (DRAFT, replace(KNOWN, runs=True), "PUBLICATION_RUNS"),
        (replace(DRAFT, basis="REQUEST"), KNOWN, "PUBLICATION_REQUESTER_MISSING"),
        (replace(DRAFT, basis="AGAIN"), KNOWN, "NOT_PUBLISHED_BEFORE"),
        (DRAFT, replace(KNOWN, failed_attempts=0), "PUBLICATION_TRIES_NOT_SHOWN"),
        (replace(DRAFT, facts="查無此人查無此人 "), replace(KNOWN, failed_attempts=0),
         "PUBLICATION_TRIES_NOT_SHOWN"),
    ],
)  # fmt: skip
def test_what_the_law_does_not_allow_is_refused(
    draft: rules.Draft, known: rules.Known, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        rules.may_prepare(draft, known)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("facts", "known"),
    [
        ("戶籍地查無此人，鄰居不知去向", replace(KNOWN, failed_attempts=0)),
        ("", replace(KNOWN, failed_attempts=0, has_evidence=True)),
        ("", KNOWN),
    ],
)
def test_a_failed_attempt_or_evidence_or_what_was_tried_is_enough(
    facts: str, known: rules.Known
) -> None:
    assert rules.may_prepare(replace(DRAFT, facts=facts), known) == "PUBLIC"


# Source: 行政程序法 81 for the days, 48 II (first day not counted) and IV (days of rest) for the count.
@pytest.mark.parametrize(
    ("method", "posted", "printed", "effective", "disputed"),
    [
        # Tuesday 3 November + 20 = Monday 23 November.
        ("PUBLIC", date(2026, 11, 3), None, date(2026, 11, 23), None),
        # + 20 = Sunday 22 November, which moves to Monday; read strictly it stays.
        ("PUBLIC", date(2026, 11, 2), None, date(2026, 11, 23), date(2026, 11, 22)),
        # + 20 = Saturday 21 November: Monday morning.
        ("PUBLIC", date(2026, 11, 1), None, date(2026, 11, 23), date(2026, 11, 21)),
        # The last printing governs, wherever it lies.
        ("PUBLIC", date(2026, 11, 3), date(2026, 11, 5), date(2026, 11, 25), None),
        ("PUBLIC", date(2026, 11, 5), date(2026, 11, 3), date(2026, 11, 25), None),
        # 60 days: Saturday 2 January 2027 becomes Monday the 4th.
        ("PUBLIC_ABROAD", date(2026, 11, 3), None, date(2027, 1, 4), date(2027, 1, 2)),
        ("PUBLIC_ABROAD", date(2026, 11, 5), None, date(2027, 1, 4), None),
        # A repeated one counts from the day after posting, a Sunday too, whatever was printed.
        ("PUBLIC_AGAIN", date(2026, 11, 3), None, date(2026, 11, 4), None),
        ("PUBLIC_AGAIN", date(2026, 11, 7), None, date(2026, 11, 8), None),
        ("PUBLIC_AGAIN", date(2026, 11, 3), date(2026, 11, 20), date(2026, 11, 4), None),
    ],
)  # fmt: skip
def test_it_counts_from_the_day_that_the_law_says(
    method: str, posted: date, printed: date | None, effective: date, disputed: date | None
) -> None:
    found = posting.reckon(method, posted, printed, Calendar())
    assert (found.effect.effective_on, found.effect.disputed_on) == (effective, disputed)
    assert found.effect.steps
    assert (found.shown_until - effective).days == posting.shown_days(effective).value


def test_a_day_declared_closed_moves_the_last_day() -> None:
    closed = Calendar([(date(2026, 11, 23), None, None)])
    found = posting.reckon("PUBLIC", date(2026, 11, 3), None, closed)
    assert found.effect.effective_on == date(2026, 11, 24)
    assert found.effect.disputed_on == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("minute", "is_fine"), [(-1, False), (0, True), (30, True), (60, True), (61, False)]
)
def test_it_was_posted_between_the_approval_and_now(minute: int, is_fine: bool) -> None:
    from datetime import timedelta

    approved = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)
    posted, now = approved + timedelta(minutes=minute), approved + timedelta(minutes=60)
    if is_fine:
        posting.check_posted(posted, decided_at=approved, now=now)
    else:
        with pytest.raises(posting.PostedDayImpossible):
            posting.check_posted(posted, decided_at=approved, now=now)


@pytest.mark.parametrize(
    ("day", "code"),
    [(2, "PUBLICATION_DAY_IMPOSSIBLE"), (3, ""), (23, ""), (24, "PUBLICATION_PRINTED_TOO_LATE"),
     (27, "PUBLICATION_DAY_IMPOSSIBLE")],
)  # fmt: skip
def test_it_is_printed_after_the_approval_and_before_it_counts(day: int, code: str) -> None:
    def check() -> None:
        posting.check_printed(
            date(2026, 11, day), decided_on=date(2026, 11, 3), today=date(2026, 11, 26),
            effective_on=date(2026, 11, 23),
        )  # fmt: skip

    if not code:
        return check()
    with pytest.raises(Refusal) as refused:
        check()
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("state", "permissions", "is_own", "offered"),
    [
        ("PREPARED", {"service.record"}, True, {"withdraw"}),
        ("PREPARED", {"service.approve"}, False, {"approve", "refuse", "withdraw"}),
        ("PREPARED", {"service.record", "service.approve"}, True, {"withdraw"}),
        ("PREPARED", {"case.view"}, False, set()),
        ("APPROVED", {"service.record"}, False, {"post", "withdraw"}),
        ("APPROVED", {"service.approve"}, False, {"withdraw"}),
        ("POSTED", {"service.record"}, False, {"print", "withdraw"}),
        ("EFFECTIVE", {"service.record", "service.approve"}, False, set()),
        ("WITHDRAWN", {"service.record", "service.approve"}, False, set()),
        ("REFUSED", {"service.record", "service.approve"}, False, set()),
    ],
)
def test_nobody_is_offered_what_he_may_not_do(
    state: str, permissions: set[str], is_own: bool, offered: set[str]
) -> None:
    assert rules.offered(state, permissions, is_own=is_own) == offered


def test_every_state_has_a_name_and_is_reached() -> None:
    reached = {target for _from, target, _who in rules.MOVES.values()} | {"PREPARED"}
    assert reached == set(rules.STATES)
