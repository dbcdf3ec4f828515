"""An agency is told what was collected and what was paid, and every line says where it comes from."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests import factories

from wuai.contexts.organisation.models import Branch
from wuai.contexts.payments import jobs
from wuai.contexts.payments.actions.out.statements import make_statements
from wuai.contexts.payments.models import AgencyStatement
from wuai.contexts.payments.queries.out.statements import lines_of
from wuai.contexts.payments.rules.out import statements as rules
from wuai.contexts.payments.tests import test_payouts as out
from wuai.platform.models import HistoryLine


def _make(desk, kind="DAY", since=None, on=None):
    return make_statements(
        branch_id=desk.branch.id, kind=kind, since=since or desk.on, by=desk.by, at=desk.at,
        on=on or desk.on + timedelta(days=1),
    )  # fmt: skip


def test_a_day_ties_to_the_ledger_and_each_line_to_its_receipt(desk):
    agency = out._collect(desk)
    out._sent(desk)
    out._collect(desk, 80)
    assert _make(desk) == 1
    held = AgencyStatement.objects.get()
    assert (held.opening, held.received, held.remitted, held.closing) == (0, 580, 500, 80)
    assert held.closing == -desk.on_books("PAYABLE", agency.code)
    lines = lines_of(held)
    assert [(line.kind, line.amount, line.balance) for line in lines] == [
        ("RECEIVED", 500, 500), ("REMITTED", -500, 0), ("RECEIVED", 80, 80),
    ]  # fmt: skip
    assert lines[0].case_number
    assert lines[1].source.endswith("號")


def test_what_is_taken_back_moved_or_returned_shows_as_such(desk):
    from wuai.contexts.payments import api
    from wuai.contexts.payments.models import OpenItem, Receipt

    out._collect(desk)
    out._return(desk)
    first = Receipt.objects.get()
    asked = api.request_void(ref=first.ref, why="x", by=desk.cashier, at=desk.at)
    api.decide_void(ref=asked, decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on)
    desk.receive("99999999999999", 60)
    proposal = api.propose_settlement(
        ref=OpenItem.objects.get(settled_at__isnull=True).ref,
        case_id=factories.case(amount=60).id, amount=60, why="x", by=desk.cashier, at=desk.at,
    )  # fmt: skip
    api.decide_settlement(ref=proposal, decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on)
    _make(desk)
    held = AgencyStatement.objects.get()
    lines = lines_of(held)
    assert [line.kind for line in lines] == [
        "RECEIVED", "REMITTED", "RETURNED", "TAKEN_BACK", "RECEIVED",
    ]  # fmt: skip
    assert lines[-1].balance == held.closing == 60
    assert (held.taken_back, held.returned) == (500, 500)


def test_the_next_period_opens_where_the_last_one_closed_and_nothing_is_made_twice(desk):
    out._collect(desk)
    assert (_make(desk), _make(desk)) == (1, 0)
    desk.at, desk.on = datetime(2026, 12, 1, 2, tzinfo=UTC), date(2026, 12, 1)
    assert _make(desk, "MONTH", date(2026, 11, 1)) == 1
    out._collect(desk, 30)
    assert _make(desk, on=date(2026, 12, 2)) == 1
    december = AgencyStatement.objects.get(since=date(2026, 12, 1))
    assert (december.opening, december.closing) == (500, 530)
    assert AgencyStatement.objects.get(kind="MONTH").closing == 500


def test_the_day_is_the_day_in_taipei(desk):
    desk.at = datetime(2026, 11, 21, 16, 1, tzinfo=UTC)  # 00:01 on the 22nd
    out._collect(desk)
    assert _make(desk, since=date(2026, 11, 21)) == 0
    assert _make(desk, since=date(2026, 11, 22), on=date(2026, 11, 23)) == 1


@pytest.mark.parametrize(
    ("kind", "since", "on", "until"),
    [("DAY", date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 20)),
     ("DAY", date(2026, 11, 21), date(2026, 11, 21), rules.PeriodNotOver),
     ("MONTH", date(2026, 12, 1), date(2027, 1, 1), date(2026, 12, 31)),
     ("MONTH", date(2026, 12, 1), date(2026, 12, 31), rules.PeriodNotOver),
     ("MONTH", date(2024, 2, 1), date(2024, 3, 1), date(2024, 2, 29)),
     ("MONTH", date(2026, 11, 2), date(2027, 1, 1), rules.PeriodUnknown),
     ("WEEK", date(2026, 11, 2), date(2027, 1, 1), rules.PeriodUnknown)],
)  # fmt: skip
def test_a_period_is_a_day_or_a_month_that_is_over(kind, since, on, until):
    if isinstance(until, date):
        assert rules.check_period(kind, since, on) == until
        return
    with pytest.raises(until):
        rules.check_period(kind, since, on)


def test_on_the_first_the_month_before_is_due_too():
    assert rules.due_periods(date(2027, 1, 1)) == [
        ("DAY", date(2026, 12, 31)), ("MONTH", date(2026, 12, 1)),
    ]  # fmt: skip
    assert rules.due_periods(date(2027, 1, 2)) == [("DAY", date(2027, 1, 1))]


def test_days_on_which_nobody_worked_are_made_good_once(desk):
    Branch.objects.filter(id=desk.branch.id).update(is_operating=True)
    agency = out._collect(desk)
    later = desk.on + timedelta(days=5)
    assert jobs.make_due_statements(at=desk.at, on=later) == 1
    assert jobs.make_due_statements(at=desk.at, on=later) == 0
    held = AgencyStatement.objects.get(agency=agency)
    assert (held.kind, held.since, held.received) == ("DAY", desk.on, 500)
    asked = HistoryLine.objects.filter(action="statement.make", branch_id=desk.branch.id)
    assert asked.count() == len(rules.periods_to_make(later)) == 7


def test_a_month_is_made_good_within_a_week_of_its_end():
    assert ("MONTH", date(2026, 11, 1)) in rules.periods_to_make(date(2026, 12, 7))
    assert ("MONTH", date(2026, 11, 1)) not in rules.periods_to_make(date(2026, 12, 8))
