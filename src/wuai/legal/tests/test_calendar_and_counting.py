"""Working days, and the counting of 行政程序法第 48 條."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuai.legal import counting
from wuai.legal.calendar import Calendar, Closure
from wuai.legal.counting import DayOutOfReach

PLAIN = Calendar()
FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (FRIDAY, True),
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), False),
        (date(2026, 12, 25), False),
        (date(2026, 2, 20), False),
        (date(2026, 2, 23), True),
        (date(2024, 2, 8), False),
        (date(2024, 2, 17), True),
        (date(2025, 2, 8), True),
        (date(2014, 12, 27), True),
        (date(2024, 5, 1), True),
        (date(2026, 5, 1), False),
    ],
)
def test_holidays_and_make_up_days_of_the_state(day: date, works: bool) -> None:
    assert Calendar().is_working_day(day) is works


def test_why_a_day_is_free_is_told_in_two_languages() -> None:
    assert PLAIN.why_closed(date(2026, 12, 25)).zh == "行憲紀念日"
    assert PLAIN.why_closed(date(2026, 12, 25)).en == "Constitution Day"
    assert PLAIN.why_closed(date(2026, 11, 21)).en == "Saturday"
    assert PLAIN.why_closed(date(2026, 11, 22)).zh == "星期日"
    assert PLAIN.why_closed(FRIDAY) is None


@pytest.mark.parametrize(
    ("closure", "county", "works"),
    [
        ((FRIDAY, None, None), None, False),
        ((FRIDAY, None, None), "屏東縣", False),
        ((FRIDAY, "屏東縣", None), "屏東縣", False),
        ((FRIDAY, "屏東縣", None), "臺北市", True),
        ((FRIDAY, "屏東縣", None), None, True),
        ((FRIDAY, None, "AM"), None, True),
        ((FRIDAY, None, "PM"), None, True),
        ((date(2026, 11, 19), None, None), None, True),
    ],
)
def test_a_declared_closure_counts_where_it_was_declared(
    closure: tuple[date, str | None, str | None], county: str | None, works: bool
) -> None:
    assert Calendar([closure], county=county).is_working_day(FRIDAY) is works


def test_two_halves_make_a_whole_closed_day() -> None:
    halves = [Closure(FRIDAY, None, "AM"), Closure(FRIDAY, "屏東縣", "PM")]
    assert Calendar(halves, county="屏東縣").why_closed(FRIDAY).zh == "公告停止上班"
    assert Calendar(halves, county="臺北市").is_working_day(FRIDAY)


def test_a_declared_workday_prevails_over_holiday_and_weekend() -> None:
    saturday, holiday = date(2026, 11, 21), date(2026, 12, 25)
    calendar = Calendar(workdays=[saturday, holiday])
    assert calendar.is_working_day(saturday)
    assert calendar.is_working_day(holiday)
    assert not Calendar([(saturday, None, None)], workdays=[saturday]).is_working_day(saturday)


def test_working_days_are_counted_after_the_day() -> None:
    assert PLAIN.working_days_after(FRIDAY, 0) == FRIDAY
    assert PLAIN.working_days_after(FRIDAY, 1) == date(2026, 11, 23)
    assert PLAIN.working_days_after(FRIDAY, 6) == date(2026, 11, 30)
    assert PLAIN.next_working_day(FRIDAY) == FRIDAY
    assert PLAIN.next_working_day(date(2026, 2, 14)) == date(2026, 2, 23)


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 21), 2, date(2027, 1, 21)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 31), 0, date(2026, 3, 31)),
        (date(9989, 12, 31), 12, date(9990, 12, 31)),
    ],
)
def test_months_later(day: date, months: int, result: date) -> None:
    assert counting.add_months(day, months) == result


def test_a_day_too_far_away_is_refused() -> None:
    with pytest.raises(DayOutOfReach) as caught:
        counting.add_years(date(9990, 1, 1), 1)
    assert caught.value.facts == {"day": date(9990, 1, 1)}
    with pytest.raises(DayOutOfReach):
        counting.add_months(date(1, 1, 1), -1)


@pytest.mark.parametrize(
    ("first", "count", "unit", "last"),
    [
        (date(2026, 11, 21), 1, "day", date(2026, 11, 21)),
        (date(2026, 11, 21), 10, "day", date(2026, 11, 30)),
        (date(2026, 3, 11), 2, "month", date(2026, 5, 10)),
        (date(2026, 3, 1), 1, "month", date(2026, 3, 31)),
        (date(2026, 2, 1), 1, "month", date(2026, 2, 28)),
        (date(2026, 1, 31), 1, "month", date(2026, 2, 28)),
        (date(2026, 1, 29), 1, "month", date(2026, 2, 28)),
        (date(2026, 1, 28), 1, "month", date(2026, 2, 27)),
        (date(2026, 8, 31), 1, "month", date(2026, 9, 30)),
        (date(2020, 3, 1), 5, "year", date(2025, 2, 28)),
        (date(2019, 3, 1), 5, "year", date(2024, 2, 29)),
        (date(2020, 2, 29), 1, "year", date(2021, 2, 28)),
        (date(2026, 1, 1), 1, "year", date(2026, 12, 31)),
    ],
)
def test_the_last_day_of_a_period(first: date, count: int, unit: str, last: date) -> None:
    assert counting.last_day(first, count, unit) == last


@pytest.mark.parametrize(
    ("day", "end", "until", "skipped"),
    [
        (FRIDAY, FRIDAY, "END_OF_DAY", []),
        (date(2026, 11, 21), date(2026, 11, 23), "NOON", [21]),
        (date(2026, 11, 22), date(2026, 11, 23), "END_OF_DAY", [22]),
        (date(2026, 12, 25), date(2026, 12, 28), "NOON", [25, 26]),
        (date(2026, 2, 28), date(2026, 3, 2), "END_OF_DAY", [28, 1]),
        (date(2026, 10, 24), date(2026, 10, 27), "END_OF_DAY", [24, 26]),
        (date(2026, 10, 25), date(2026, 10, 27), "END_OF_DAY", [25, 26]),
        (date(2024, 2, 17), date(2024, 2, 19), "NOON", [17]),
    ],
)
def test_a_last_day_moves_off_days_of_rest(
    day: date, end: date, until: str, skipped: list[int]
) -> None:
    found = counting.moved(day, PLAIN)
    assert (found.day, found.until) == (end, until)
    assert [step.on.day for step in found.steps] == skipped


@pytest.mark.parametrize(
    ("half", "end"),
    [(None, date(2026, 11, 23)), ("PM", date(2026, 11, 23)), ("AM", FRIDAY)],
)
def test_a_period_cannot_end_on_a_closed_afternoon(half: str | None, end: date) -> None:
    calendar = Calendar([(FRIDAY, None, half)])
    found = counting.moved(FRIDAY, calendar)
    assert found.day == end
    if half == "PM":
        assert found.steps[0].why.zh == "公告下午停止上班，順延次日"
        assert found.steps[0].why.en == (
            "offices declared closed in the afternoon: moves to the next day"
        )


def test_a_closed_monday_takes_the_morning_with_it() -> None:
    calendar = Calendar([(date(2026, 11, 23), None, None)])
    found = counting.moved(date(2026, 11, 21), calendar)
    assert (found.day, found.until) == (date(2026, 11, 24), "END_OF_DAY")
    assert [step.why.en for step in found.steps] == [
        "Saturday: moves to Monday morning",
        "offices declared closed: moves to the next day",
    ]


@given(st.dates(date(1999, 1, 1), date(2099, 12, 31)))
def test_a_moved_day_is_the_first_that_is_neither_rest_nor_saturday(day: date) -> None:
    found = counting.moved(day, PLAIN).day
    assert found >= day
    assert found.weekday() < 5
    assert PLAIN.is_working_day(found)
    between = [day + timedelta(days=n) for n in range((found - day).days)]
    assert all(d.weekday() == 5 or not PLAIN.is_working_day(d) for d in between)


@given(st.dates(date(1999, 1, 1), date(2099, 12, 31)), st.integers(1, 60))
def test_what_counts_against_a_person_never_ends_later_than_ordinary(day: date, n: int) -> None:
    strict = counting.adverse(day, n, "day", PLAIN).day
    assert strict == day + timedelta(days=n - 1)
    assert strict < counting.ordinary(day, n, "day", PLAIN).day


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(0, 40))
def test_counted_working_days_agree_with_the_calendar(day: date, n: int) -> None:
    found = counting.working(day, n, PLAIN)
    assert found.day == PLAIN.working_days_after(day, n)
    assert found.until == "END_OF_DAY"
    assert sum("working day" in step.why.en for step in found.steps) == n
