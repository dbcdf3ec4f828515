"""What cases decides: who gets a case, what accrues, which moves there are."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuai.contexts.cases.models import STATUSES, Assignment
from wuai.contexts.cases.rules import assignment, life
from wuai.contexts.cases.rules.amounts import Accrual, accrued
from wuai.contexts.cases.rules.assignment import COVER, GROUNDS, ROTATION, Seat, Table, deal
from wuai.contexts.cases.rules.limits import Clock, case_limits

SEATS = (Seat(1, "01", 10), Seat(2, "02", 5), Seat(3, "03", 10, ("TAX",)), Seat(4, "04", 0))


def test_a_deck_gives_each_section_its_quota_exactly() -> None:
    pool = Table(SEATS).pool("NHI")
    cards = [draw.section for draw in islice(deal("s", pool, {}), 45)]
    for deck in (cards[:15], cards[15:30], cards[30:]):
        assert Counter(deck) == {1: 10, 2: 5}


def test_the_same_seed_deals_the_same_and_another_seed_deals_otherwise() -> None:
    pool = Table(SEATS).pool("NHI")
    first = list(islice(deal("s", pool, {}), 100))
    assert first == list(islice(deal("s", pool, {}), 100))
    assert first != list(islice(deal("t", pool, {}), 100))


def test_a_category_goes_to_the_sections_that_name_it() -> None:
    table = Table(SEATS)
    assert [seat.id for seat in table.pool("TAX")] == [3]
    assert [seat.id for seat in table.pool("NHI")] == [1, 2]


def test_a_section_on_leave_passes_its_card_on_also_through_a_chain() -> None:
    pool = (Seat(1, "01", 1),)
    assert next(deal("s", pool, {1: 2, 2: 3})) == assignment.Draw(1, 3, COVER)
    assert next(deal("s", pool, {1: 2, 2: 1})).section == 2
    assert next(deal("s", pool, {})).ground == ROTATION


def test_without_a_section_nothing_can_be_assigned() -> None:
    with pytest.raises(assignment.NoSectionInRotation):
        Table((Seat(4, "04", 0),)).pool("NHI")


def test_the_grounds_of_the_rule_are_those_of_the_table() -> None:
    check = next(c for c in Assignment._meta.constraints if c.name == "assignment_ground_known")
    assert set(dict(check.condition.children)["ground__in"]) == set(GROUNDS)


@pytest.mark.parametrize(
    ("until", "expected"),
    [(date(2025, 3, 31), 0), (date(2025, 4, 1), 13), (date(2026, 3, 31), 5000),
     (date(2026, 4, 1), 5013)],
)  # fmt: skip
def test_both_the_first_day_and_the_last_count(until, expected) -> None:
    parts = accrued(Accrual(100_000, date(2025, 4, 1), Decimal(5)), [], until)
    assert sum(part.amount for part in parts) == expected


def test_after_a_payment_the_rest_accrues_and_the_day_of_payment_still_counts_whole() -> None:
    accrual = Accrual(36_500, date(2025, 1, 1), Decimal(10))
    parts = accrued(accrual, [(date(2025, 1, 10), 36_400)], date(2025, 1, 20))
    assert [(p.base, p.days, p.amount) for p in parts] == [(36_500, 10, 100), (100, 10, 0)]


@given(
    st.integers(0, 10**7), st.integers(0, 10_000),
    st.lists(st.tuples(st.integers(-50, 900), st.integers(1, 10**5)), max_size=6),
    st.integers(0, 900),
)  # fmt: skip
def test_stretches_add_up_and_never_leave_a_day_out(base, rate, paid, days) -> None:
    first = date(2024, 1, 1)
    accrual = Accrual(base, first, Decimal(rate) / 1000)
    reductions = [(first + timedelta(days=n), amount) for n, amount in paid]
    until = first + timedelta(days=days)
    parts = accrued(accrual, reductions, until)
    assert sum(part.days for part in parts) == days + 1
    exact = sum(Decimal(part.base) * accrual.rate * part.days / 36500 for part in parts)
    assert 0 <= exact - sum(part.amount for part in parts) < Decimal("1.000001")


def test_every_state_is_reached_and_known() -> None:
    assert {move.target for move in life.MOVES} == set(STATUSES) == set(life.STATE_NAMES)


@pytest.mark.parametrize("state", ["PAID", "RETURNED", "WITHDRAWN", "ENDED", "CERTIFIED"])
def test_a_closed_case_is_not_returned(state) -> None:
    with pytest.raises(life.MoveNotAllowed):
        life.move("RETURN", state)


def test_a_late_start_does_not_prolong() -> None:
    clock = Clock("NHI", date(2016, 3, 10), date(2016, 3, 10))
    assert case_limits(clock, date(2020, 1, 1))[:2] == (date(2021, 3, 10), date(2026, 3, 10))
    late = clock._replace(started_on=date(2021, 3, 11))
    found = case_limits(late, date(2021, 3, 11))
    assert (found.second, found.is_over) == (None, True)
