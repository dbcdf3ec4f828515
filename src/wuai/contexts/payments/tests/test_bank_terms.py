"""A channel's term at the bank asks nothing of the days before it began."""

import uuid
from datetime import timedelta

import pytest
from tests import factories

from wuai.contexts.payments.actions.desk import cheques
from wuai.contexts.payments.models import BankMatch, BankTerm
from wuai.contexts.payments.tests.test_closed_days_stay import _day
from wuai.contexts.payments.tests.test_day_close import Town

ONE = timedelta(days=1)


@pytest.fixture
def town(desk):
    return Town(desk)


def _begins(on):
    BankTerm.objects.filter(channel__code="CHEQUE").update(since=on)


def _clears(desk, number, amount=400):
    case = factories.case(amount=900)
    paper = cheques.ChequePaper("CHEQUE", number, "台銀", "林", amount, desk.on, desk.on)
    given = {"by": desk.cashier, "at": desk.at, "on": desk.on}
    held = cheques.receive_cheque(key=uuid.uuid4(), case_ids=[case.id], paper=paper, **given)
    cheques.send_cheques(refs=[held], bank="台銀", **given)
    return cheques.clear_cheque(ref=held, **given)


def test_a_day_closed_before_a_term_began_stays_as_it_was_and_the_next_closes(town):
    _begins(town.on + 300 * ONE)
    _clears(town.desk, "AB1")
    town.statement((400, "託收票據 AB1"))
    assert town.kinds() == ["BANK_UNKNOWN"]
    town.own_all()
    assert town.close().may_close
    closed, later = _day(town, town.on), town.on + ONE
    _begins(later)
    assert _day(town, town.on) == closed
    town.statement((later, 500, "託收票據 CD2"), days=(later, later))
    found = town.match(later).differences
    assert {(d.kind, d.amount, bool(d.owner)) for d in found} == {
        ("BANK_UNKNOWN", 400, True), ("BANK_SUM", 500, False),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cheques_before", "credited", "later", "left"),
    [
        (["AB1"], [(0, 400)], [], ["BANK_UNKNOWN"]),
        (["AB1"], [(1, 400)], [], []),
        (["AB1"], [(2, 400)], [], []),
        (["AB1", "AB2"], [(0, 400), (1, 400)], [], ["BANK_UNKNOWN"]),
        (["AB1"], [(0, 400), (1, 400)], ["CD1"], ["BANK_UNKNOWN"]),
        (["AB1"], [(1, 400), (1, 400)], ["CD1"], []),
        (["AB1"], [(15, 400)], [], ["BANK_SUM"]),
    ],
)
def test_the_day_a_term_begins_is_right_on_both_sides(town, cheques_before, credited, later, left):
    desk, begins = town.desk, town.on + ONE
    _begins(begins)
    for number in cheques_before:
        _clears(desk, number)
    desk.on = begins
    for number in later:
        _clears(desk, number)
    last = town.on + 15 * ONE
    town.statement(
        *((town.on + after * ONE, amount, "託收票據") for after, amount in credited),
        days=(town.on, last),
    )
    assert town.kinds(last) == left
    matched = sum(BankMatch.objects.values_list("bank_total", flat=True))
    assert matched == 400 * sum(0 < after < 15 for after, _ in credited)
    assert desk.on_books("BANK") == matched
