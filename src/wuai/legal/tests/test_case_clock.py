"""Which of the clocks runs for a case, by the kind of what is owed."""

from datetime import date

import pytest

from wuai.legal.case_clock import Clock, case_limits, reckon

DUE, FINAL, COLLECTION = date(2016, 3, 10), date(2016, 6, 1), date(2021, 5, 1)


@pytest.mark.parametrize(
    ("clock", "first", "second"),
    [
        (Clock("FINE", DUE, FINAL), date(2021, 6, 1), date(2026, 6, 1)),
        (Clock("FINE", DUE), date(2021, 3, 10), date(2026, 3, 10)),
        (Clock("NHI", DUE, FINAL, COLLECTION), date(2021, 6, 1), date(2026, 6, 1)),
        (Clock("TAX", DUE, FINAL, COLLECTION), date(2026, 5, 1), date(2031, 5, 1)),
        (Clock("TAX", DUE, FINAL), date(2026, 3, 10), date(2031, 3, 10)),
        (Clock("TAX", DUE, suspended_days=5), date(2026, 3, 15), date(2031, 3, 15)),
        (Clock("FINE", DUE, suspended_days=5), date(2021, 3, 10), date(2026, 3, 10)),
        (Clock("FINE", DUE, started_on=date(2021, 3, 10)), date(2021, 3, 10), date(2026, 3, 10)),
        (Clock("FINE", DUE, started_on=date(2021, 3, 11)), date(2021, 3, 10), None),
        (Clock("TAX", DUE, started_on=date(2026, 3, 11)), date(2026, 3, 10), None),
    ],
)
def test_the_two_days_that_a_case_keeps(clock: Clock, first: date, second: date | None) -> None:
    found = case_limits(clock, DUE)
    assert (found.first, found.second) == (first, second)
    assert found.last_day == reckon(clock).last_day


@pytest.mark.parametrize(
    ("started", "on", "is_over"),
    [
        (None, date(2021, 3, 10), False),
        (None, date(2021, 3, 11), True),
        (date(2020, 1, 1), date(2021, 3, 11), False),
        (date(2020, 1, 1), date(2026, 3, 10), False),
        (date(2020, 1, 1), date(2026, 3, 11), True),
    ],
)
def test_a_limit_is_over_on_the_day_after(started: date | None, on: date, is_over: bool) -> None:
    assert case_limits(Clock("FINE", DUE, started_on=started), on).is_over is is_over
