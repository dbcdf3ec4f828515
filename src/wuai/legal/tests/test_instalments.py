"""How many instalments a total allows, and when each one is due."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuai.kernel.dated import NotYetInForce
from wuai.legal import instalments
from wuai.legal.calendar import Calendar
from wuai.legal.instalments import (
    NothingToPayByInstalments,
    TooFewInstalments,
    TooManyInstalments,
    UnknownGrounds,
)

ON = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("total", "most", "extended"),
    [
        (1, 6, 60),
        (199_999, 6, 60),
        (200_000, 8, 60),
        (999_999, 8, 60),
        (1_000_000, 16, 60),
        (4_999_999, 16, 60),
        (5_000_000, 36, 60),
        (9_999_999, 36, 60),
        (10_000_000, 60, 60),
        (59_999_999, 60, 60),
        (60_000_000, 60, None),
    ],
)
def test_the_table(total: int, most: int, extended: int | None) -> None:
    for grounds in (None, "ECONOMIC", "DISASTER"):
        found = instalments.bounds(total, ON, grounds)
        assert (found.least, found.most) == (2, most)
    special = instalments.bounds(total, ON, "SPECIAL")
    assert (special.least, special.most) == (2, extended)
    assert not special.confirmed
    assert not found.confirmed
    assert "第 4 點" in found.sources[0].zh
    assert "48 條" in found.sources[-1].zh
    assert len(found.sources) == len(special.sources) == 2


@pytest.mark.parametrize(
    ("count", "refusal"),
    [
        (1, TooFewInstalments),
        (0, TooFewInstalments),
        (-3, TooFewInstalments),
        (9, TooManyInstalments),
    ],
)
def test_fewer_or_more_than_the_table_is_refused(
    count: int, refusal: type[TooFewInstalments | TooManyInstalments]
) -> None:
    with pytest.raises(refusal) as caught:
        instalments.plan(200_000, ON, count=count)
    assert caught.value.field == "count"
    assert caught.value.facts["count"] == count
    assert str(8 if count == 9 else 2) in caught.value.text("en")


def test_the_amount_stands_in_the_refusal() -> None:
    with pytest.raises(TooManyInstalments) as caught:
        instalments.plan(200_000, ON, count=9)
    assert caught.value.text("zh") == "NT$ 200,000 至多分 8 期，申請 9 期"


@pytest.mark.parametrize("count", [2, 8])
def test_the_edges_of_the_table_are_allowed(count: int) -> None:
    assert len(instalments.plan(200_000, ON, count=count).schedule) == count


def test_the_first_instalment_carries_the_rest_and_days_move() -> None:
    plan = instalments.plan(250_000, date(2026, 11, 21), count=3)
    assert [(one.no, one.due, one.amount) for one in plan.schedule] == [
        (1, date(2026, 11, 23), 83_334),
        (2, date(2026, 12, 21), 83_333),
        (3, date(2027, 1, 21), 83_333),
    ]
    assert plan.total == 250_000
    assert [step.on for step in plan.schedule[0].steps] == [date(2026, 11, 21)]
    assert plan.schedule[1].steps == ()


def test_the_last_instalment_may_carry_the_rest() -> None:
    plan = instalments.plan(250_000, ON, count=3, remainder_last=True)
    assert [one.amount for one in plan.schedule] == [83_333, 83_333, 83_334]


def test_a_month_without_the_day_ends_early_and_the_next_returns_to_it() -> None:
    plan = instalments.plan(6, date(2026, 12, 31), count=4)
    assert [one.due for one in plan.schedule] == [
        date(2026, 12, 31),
        date(2027, 2, 1),
        date(2027, 3, 2),
        date(2027, 3, 31),
    ]


def test_a_declared_closure_moves_an_instalment() -> None:
    closed = Calendar([(ON, None, None)])
    assert instalments.plan(10, ON, count=2, calendar=closed).schedule[0].due == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("total", "grounds", "count"),
    [
        (100, None, 6),
        (3, None, 3),
        (2, None, 2),
        (200_000, None, 8),
        (100, "SPECIAL", 60),
        (60_000_000, "SPECIAL", 60),
        (60_000_000, None, 60),
    ],
)
def test_without_a_wish_the_schedule_is_as_long_as_allowed(
    total: int, grounds: str | None, count: int
) -> None:
    assert len(instalments.plan(total, ON, grounds=grounds).schedule) == count


def test_the_largest_debts_may_take_longer_than_sixty() -> None:
    assert len(instalments.plan(60_000_000, ON, count=72, grounds="SPECIAL").schedule) == 72
    with pytest.raises(TooManyInstalments):
        instalments.plan(59_999_999, ON, count=61, grounds="SPECIAL")


@pytest.mark.parametrize(("total", "count"), [(0, None), (-5, None), (1, None), (3, 4)])
def test_too_little_to_divide_is_refused(total: int, count: int | None) -> None:
    with pytest.raises(NothingToPayByInstalments) as caught:
        instalments.plan(total, ON, count=count)
    assert caught.value.field == "total"
    assert caught.value.facts == {"total": total}


def test_unknown_grounds_are_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownGrounds) as caught:
        instalments.bounds(1000, ON, "WHIM")
    assert caught.value.next_step("en") == "Known grounds: ECONOMIC, DISASTER, SPECIAL"
    assert caught.value.field == "grounds"


def test_no_table_before_its_day() -> None:
    assert instalments.bounds(1000, date(2008, 10, 23)).most == 6
    with pytest.raises(NotYetInForce):
        instalments.bounds(1000, date(2008, 10, 22))


@given(st.integers(60, 10**9), st.integers(2, 6), st.dates(date(2009, 1, 1), date(2060, 1, 1)))
def test_instalments_add_up_and_follow_each_other(total: int, count: int, on: date) -> None:
    plan = instalments.plan(total, on, count=count)
    assert sum(one.amount for one in plan.schedule) == total
    assert max(one.amount for one in plan.schedule) - plan.schedule[-1].amount < count
    days = [one.due for one in plan.schedule]
    assert days == sorted(set(days))
    assert on <= days[0] <= on + timedelta(days=15)
