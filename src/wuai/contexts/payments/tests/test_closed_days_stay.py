"""What is voided or taken off its case after a day was closed counts on the day of the decision."""

import json
from dataclasses import asdict
from datetime import date, timedelta

import pytest

from wuai.contexts.cases import api as cases
from wuai.contexts.ledger import api as ledger
from wuai.contexts.payments import api
from wuai.contexts.payments.actions.undoing import take_off
from wuai.contexts.payments.models import Allocation, OpenItem, VoidRequest
from wuai.contexts.payments.queries.desk import till_figures
from wuai.contexts.payments.queries.receiving import receipts
from wuai.contexts.payments.tests.test_day_close import Town
from wuai.contexts.payments.tests.test_payouts import _collect, _prepare
from wuai.contexts.payments.tests.test_take_off import _ask as _ask_off

DAY = date(2026, 11, 21)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
MONTHS = (date(2026, 11, 1), date(2026, 11, 30))


def _void(desk, ref, on):
    asked = api.request_void(ref=ref, why="誤鍵", by=desk.cashier, at=desk.at)
    api.decide_void(ref=asked, decision="APPROVED", by=desk.chief, at=desk.at, on=on)


def _off(desk, ref, on):
    asked = _ask_off(desk, ref)
    take_off.decide_take_off(ref=asked, decision="APPROVED", by=desk.chief, at=desk.at, on=on)


def _day(town, on):
    """All that a day shows: its match, its sums by channel and agency."""
    branch = town.desk.branch.id
    match = asdict(town.match(on))
    for name in ("marks", "unmatched"):
        match.pop(name)
    sums = [
        [(one.code, one.count, one.amount) for one in api.figures(what, branch, on, on)]
        for what in ("channels", "agencies")
    ]
    months = [
        (one.channel, one.count, one.amount) for one in till_figures.channel_months(branch, on, on)
    ]
    return json.loads(json.dumps([match, sums, months], default=str))


# What undoes it, the day of the decision, whether the day is closed then, and the day it counts on.
TABLE = [
    (_void, DAY, False, DAY), (_void, DAY, True, AFTER), (_void, AFTER, True, AFTER),
    (_off, DAY, False, DAY), (_off, DAY, True, AFTER), (_off, AFTER, True, AFTER),
]  # fmt: skip


@pytest.mark.parametrize(("undo", "decided_on", "is_closed", "counts_on"), TABLE)
def test_it_counts_on_the_day_of_the_decision_and_a_closed_day_stays(
    desk, undo, decided_on, is_closed, counts_on
):
    town = Town(desk)
    town.pays(400)
    ref = town.pays(300).receipt_ref
    # The bank has only the first of them: the other is a difference, and has an owner.
    town.statement((700, "CVS_711") if undo is _off else (400, "CVS_711"))
    if is_closed:
        town.own_all()
        assert town.close().may_close
        closed = {on: _day(town, on) for on in (BEFORE, DAY)}
    desk.at += timedelta(days=(decided_on - DAY).days, minutes=1)
    undo(desk, ref, decided_on)
    if is_closed:
        assert {on: _day(town, on) for on in (BEFORE, DAY)} == closed
    by_agency = [
        sum(one.amount for one in api.figures("agencies", desk.branch.id, on, on))
        for on in (BEFORE, DAY, AFTER)
    ]
    times = [
        sum(one.count for one in api.figures("agencies", desk.branch.id, on, on))
        for on in (BEFORE, DAY, AFTER)
    ]
    assert times == ([0, 1, 0] if counts_on == DAY else [0, 2, -1])
    by_channel = [
        sum(one.amount for one in api.figures("channels", desk.branch.id, on, on))
        for on in (BEFORE, DAY, AFTER)
    ]
    assert by_agency == [0, 400, 0] if counts_on == DAY else [0, 700, -300]
    left = 400 if undo is _void else 700
    assert by_channel == ([0, left, 0] if counts_on == DAY else [0, 700, left - 700])
    moved = Allocation.objects.filter(amount__lt=0, target="CASE")
    assert {row.booked_on for row in moved} == {counts_on}
    posted = [
        line.occurred_on for row in moved
        for line in ledger.entries_for(desk.branch.id, *row.posting.split(":", 1))
    ]  # fmt: skip
    assert set(posted) == {counts_on}
    # What is owed again is owed at once, on every page, whichever day the books take it on.
    owed = cases.balances([row.case_id for row in moved], decided_on)
    assert owed
    for case_id, parts in owed.items():
        lines = cases.explain(cases.case_row(case_id), decided_on)
        assert sum(line.amount for line in lines) == sum(parts.values()) == 300
        assert max(line.until for line in lines) == decided_on
    _month(desk, left, agencies=400)


def _month(desk, left, agencies):
    """The month is whole whichever way the days are cut, and the list of receipts has both."""
    branch = desk.branch.id
    (row,) = till_figures.channel_months(branch, *MONTHS)
    assert (row.amount, row.count) == (left, 1 if left == 400 else 2)
    assert [one.amount for one in api.figures("months", branch, *MONTHS)] == [left]
    of_agencies = [(one.amount, one.count) for one in api.figures("agencies", branch, *MONTHS)]
    assert of_agencies == [(agencies, 1)]
    standing = [one.amount for one in receipts.receipts(branch) if not one.is_void]
    assert sum(standing) == left


def test_a_difference_that_the_voiding_clears_up_is_gone_on_the_next_day_and_not_before(desk):
    town = Town(desk)
    ref = town.pays(300).receipt_ref
    town.statement()
    town.own_all()
    assert town.close().may_close
    desk.at += timedelta(minutes=1)
    _void(desk, ref, DAY)
    assert town.kinds(DAY) == ["BANK_SUM"]
    assert "BANK_SUM" not in town.kinds(AFTER)
    town.reopen()  # an open day knows what we know now
    assert town.kinds(DAY) == []
    assert VoidRequest.objects.get().booked_on == AFTER


def test_what_is_taken_off_after_the_close_lessens_the_next_remittance_by_as_much(desk):
    town = Town(desk)
    _collect(desk)
    ref = Allocation.objects.get().receipt.ref
    desk.at += timedelta(minutes=1)
    town.statement((500, "VA"))
    town.own_all()
    assert town.close().may_close
    _off(desk, ref, DAY)
    assert OpenItem.objects.get().since == AFTER
    _collect(desk, 700)
    assert _prepare(desk).total == 700
