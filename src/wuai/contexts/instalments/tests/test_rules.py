"""Means, schedule, standing, authority: tables with edges, no database."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuai.contexts.instalments.rules import deciding, life
from wuai.contexts.instalments.rules.means import Means, MeansImpossible, affordable
from wuai.contexts.instalments.rules.schedule import (
    FirstDayOutOfReach,
    extension_allows,
    schedule,
    simulate,
)
from wuai.contexts.instalments.rules.standing import Movement, lay_out, standing
from wuai.legal.calendar import Calendar
from wuai.legal.instalments import TooManyInstalments

ON = date(2026, 11, 23)


def _plan(total=600, count=6, on=ON, first=None, grounds="ECONOMIC", calendar=None):
    return schedule(total, count=count, on=on, first_on=first or on, grounds=grounds,
                    calendar=calendar or Calendar())  # fmt: skip


@pytest.mark.parametrize(
    ("income", "spending", "dependants", "sharers", "possible"),
    [
        (30_000, 0, 0, 1, 30_000 - 18_618),  # 15,515 × 1.2 = 18,618
        (18_618, 0, 0, 1, 0),
        (18_619, 0, 0, 1, 1),
        (30_000, 20_000, 0, 1, 10_000),
        (50_000, 0, 1, 2, 50_000 - 27_927),
        (50_000, 0, 1, 1, 50_000 - 37_236),
        (0, 0, 0, 1, 0),
    ],
)
def test_the_floor_of_the_law_or_the_real_spending_stays_free(
    income, spending, dependants, sharers, possible
):
    found = affordable(Means(income, spending, dependants, sharers, "新竹市"), ON)
    assert found.possible == possible
    assert found.factor == Fraction(6, 5)
    assert not found.confirmed


def test_a_city_with_a_living_cost_of_its_own_is_more_expensive():
    assert affordable(Means(0, 0, place="臺北市"), ON).floor > affordable(Means(0, 0), ON).floor


@pytest.mark.parametrize("means", [Means(-1, 0), Means(0, 0, 31), Means(0, 0, 0, 0), Means(0, -5)])
def test_impossible_means_are_refused(means):
    with pytest.raises(MeansImpossible):
        affordable(means, ON)


def test_the_least_number_of_instalments_that_can_be_paid_is_suggested():
    found = simulate(60_000, on=ON, means=Means(33_618, 0))
    assert (found.affordable.possible, found.suggested, found.at_once) == (15_000, 4, False)
    assert simulate(60_000, on=ON, means=Means(20_000, 0)).suggested is None
    assert simulate(10_000, on=ON, means=Means(90_000, 0)).at_once


def test_equal_amounts_and_the_last_one_takes_the_rest():
    assert [due.amount for due in _plan(1000, 3).dues] == [333, 333, 334]


def test_days_run_over_the_year_of_the_republic_and_move_on_days_of_rest():
    dues = _plan(600, 4, first=date(2026, 12, 31)).dues
    assert [due.nominal_on for due in dues] == [
        date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31),
    ]  # fmt: skip
    assert dues[1].due_on > dues[1].nominal_on
    assert dues[1].steps
    closed = Calendar([(date(2026, 12, 31), None, None)])
    assert _plan(600, 2, first=date(2026, 12, 31), calendar=closed).dues[0].due_on > date(
        2027, 1, 1
    )


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (62, True), (63, False)])
def test_the_first_day_lies_from_today_to_two_months(days, fits):
    if fits:
        assert _plan(first=ON + timedelta(days=days)).dues
    else:
        with pytest.raises(FirstDayOutOfReach):
            _plan(first=ON + timedelta(days=days))


@pytest.mark.parametrize(
    ("total", "done", "count", "grounds", "fits"),
    [
        (199_999, 3, 3, "ECONOMIC", True), (199_999, 3, 4, "ECONOMIC", False),
        (199_999, 3, 57, "SPECIAL", True), (199_999, 3, 58, "SPECIAL", False),
        (59_999_999, 0, 61, "SPECIAL", False), (60_000_000, 10, 90, "SPECIAL", True),
    ],
)  # fmt: skip
def test_an_extension_counts_what_was_paid_before(total, done, count, grounds, fits):
    if fits:
        extension_allows(total, done=done, count=count, on=ON, grounds=grounds)
    else:
        with pytest.raises(TooManyInstalments):
            extension_allows(total, done=done, count=count, on=ON, grounds=grounds)


@pytest.mark.parametrize(
    ("days", "late", "may_revoke"),
    [(-1, 0, False), (0, 0, False), (1, 100, False), (7, 100, False), (8, 100, True)],
)
def test_late_begins_the_day_after_and_revocation_after_the_grace(days, late, may_revoke):
    dues = _plan().dues
    now = standing(dues, [], on=dues[0].due_on + timedelta(days=days), grace_days=7)
    assert (now.late, now.may_revoke) == (late, may_revoke)


def test_money_pays_the_oldest_instalment_and_corrections_take_the_last():
    dues = _plan().dues
    moves = [Movement("PAYMENT", ON, -250), Movement("AMEND", ON, -150)]
    now = standing(dues, moves, on=ON)
    assert [line.open for line in now.lines] == [0, 0, 50, 100, 50, 0]
    assert now.lines[0].paid_on == ON
    assert now.next.no == 3


def test_a_bounced_payment_opens_the_instalment_again():
    dues = _plan().dues
    moves = [Movement("PAYMENT", ON, -100), Movement("REVERSAL", ON + timedelta(days=3), 100)]
    now = standing(dues, moves, on=ON)
    assert (now.paid, now.open, now.lines[0].paid_on) == (0, 600, None)


def test_interest_stands_beside_the_schedule_and_is_paid_after_it():
    dues = _plan().dues
    moves = [Movement("ACCRUAL", ON, 30), Movement("PAYMENT", ON, -600)]
    now = standing(dues, moves, on=ON)
    assert (now.paid, now.open, now.beside) == (600, 0, 30)
    after = standing(dues, [*moves, Movement("PAYMENT", ON, -30)], on=ON)
    assert (after.open, after.beside) == (0, 0)


def test_instalments_are_laid_over_the_cases_in_their_order():
    now = standing(_plan(600, 3).dues, [], on=ON)
    parts = lay_out(now.lines, {7: 250, 8: 0, 9: 400})
    assert [(p.no, p.case_id, p.amount) for p in parts] == [
        (1, 7, 200), (2, 7, 50), (2, 9, 150), (3, 9, 200),
    ]  # fmt: skip


_moves = st.lists(
    st.tuples(
        st.sampled_from(["PAYMENT", "PAYMENT", "PAYMENT", "REVERSAL", "AMEND", "ACCRUAL", "WITHDRAW"]),
        st.integers(0, 400), st.integers(1, 5000),
    ),
    max_size=25,
)  # fmt: skip


@given(st.integers(2, 190_000), st.integers(2, 6), _moves)
def test_paid_lowered_and_open_are_the_total_at_every_step_in_any_order(total, count, moves):
    dues = _plan(max(total, count), count).dues
    owed, done, paid = sum(d.amount for d in dues), [], 0
    for kind, days, wanted in moves:
        if kind == "REVERSAL":
            amount = min(wanted, paid)
            paid, owed, signed = paid - amount, owed + amount, amount
        elif kind == "ACCRUAL":
            owed, signed = owed + wanted, wanted
        else:
            amount = min(wanted, owed)
            owed, signed = owed - amount, -amount
            paid += amount if kind == "PAYMENT" else 0
        done.append(Movement(kind, ON + timedelta(days=days), signed))
        now = standing(dues, done, on=ON + timedelta(days=days))
        assert now.paid + now.lowered + now.open == sum(d.amount for d in dues)
        assert min(now.paid, now.lowered, now.open, now.beside, now.late) >= 0
        assert all(0 <= line.open <= line.amount for line in now.lines)
        assert sum(line.open for line in now.lines) == now.open
        assert standing(dues, reversed(done), on=ON).open == now.open
        parts = lay_out(now.lines, {1: owed // 2, 2: owed - owed // 2})
        assert sum(p.amount for p in parts) == min(now.open, owed)


@pytest.mark.parametrize(
    ("total", "grounds", "needs"),
    [
        (1, "ECONOMIC", "instalment.approve"), (999_999, "ECONOMIC", "instalment.approve"),
        (1_000_000, "ECONOMIC", "instalment.approve_large"), (1, "SPECIAL", "instalment.approve_large"),
    ],
)  # fmt: skip
def test_who_decides_depends_on_amount_and_grounds(total, grounds, needs):
    assert deciding.permission_for(total, grounds, ON) == needs
    deciding.may_decide(total, grounds, ON, permissions=[needs])
    with pytest.raises(deciding.NotYoursToDecide):
        deciding.may_decide(total, grounds, ON, permissions=["instalment.record"])


@pytest.mark.parametrize("code", [m.code for m in life.MOVES if m.sources])
def test_no_move_leaves_a_state_that_the_table_does_not_name(code):
    allowed = next(m for m in life.MOVES if m.code == code)
    for state in life.STAGES:
        if state in allowed.sources:
            assert life.move(code, state).target == allowed.target
        else:
            with pytest.raises(life.PlanMoveNotAllowed):
                life.move(code, state)
