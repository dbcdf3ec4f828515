"""How periods are counted: 行政程序法第 48 條, step by step, so that the result can be explained."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.legal.calendar import SATURDAY, Calendar

_DAY = timedelta(days=1)
END_OF_DAY, NOON = "END_OF_DAY", "NOON"
MONTHS_IN = {"month": 1, "year": 12}
LAST_YEAR = 9990


class DayOutOfReach(Refusal):
    code = "DAY_OUT_OF_REACH"
    zh = "{day} 超出可推算的範圍"
    en = "{day} is outside the days that can be reckoned"
    next_zh = "請查對日期"
    next_en = "Check the date"
    status = 422


@dataclass(frozen=True, slots=True)
class Step:
    """One day in the reckoning and what happens on it."""

    on: date
    why: Bilingual


@dataclass(frozen=True, slots=True)
class Ending:
    """A last day, until when on that day, and the days that led to it."""

    day: date
    until: str
    steps: tuple[Step, ...]


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the end of a month that has no such day."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    if not 1 <= year <= LAST_YEAR:
        raise DayOutOfReach(day=day)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The same day ``years`` later; 29 February becomes the 28th where there is none."""
    return add_months(day, years * 12)


def last_day(first: date, count: int, unit: str) -> date:
    """The last day of a period whose first counted day is ``first`` (48 II, III)."""
    if unit not in MONTHS_IN:
        return first + timedelta(days=count - 1)
    same = add_months(first, count * MONTHS_IN[unit])
    # Where the last month has no such day, the period ends with that month, not a day before.
    return same if same.day < first.day else same - _DAY


class Pause(NamedTuple):
    """Days that are not counted: from ``since`` until the day before ``until``."""

    since: date
    until: date


def moved(day: date, calendar: Calendar) -> Ending:
    """Move a last day that falls on a day of rest (48 IV); Saturday ends on Monday at noon.

    Where that morning is declared closed, the afternoon is left: nobody loses the half day.
    """
    until, steps = END_OF_DAY, []
    while True:
        rest = calendar.why_not_last(day)
        if rest is not None:
            steps.append(
                Step(day, Bilingual(f"{rest.zh}，順延次日", f"{rest.en}: moves to the next day"))
            )
            day, until = day + _DAY, END_OF_DAY
        elif day.weekday() == SATURDAY:
            steps.append(
                Step(
                    day,
                    Bilingual("星期六，順延至星期一上午", "Saturday: moves to Monday morning"),
                )
            )
            day, until = day + 2 * _DAY, NOON
        elif until == NOON and calendar.is_morning_closed(day):
            steps.append(
                Step(
                    day,
                    Bilingual(
                        "公告上午停止上班，至當日下午止",
                        "offices declared closed in the morning: the afternoon is left",
                    ),
                )
            )
            until = END_OF_DAY
        else:
            return Ending(day, until, tuple(steps))


def ordinary(
    start: date, count: int, unit: str, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> Ending:
    """A period whose first day is not counted and whose last day moves off days of rest."""
    nominal, standing = _prolonged(start + _DAY, last_day(start + _DAY, count, unit), pauses)
    result = moved(nominal, calendar)
    steps = (*_opening(start), *standing, _nominal(nominal), *result.steps)
    return Ending(result.day, result.until, steps)


def adverse(start: date, count: int, unit: str, calendar: Calendar) -> Ending:
    """A burden on a person: the first day counts and rest days too, unless that is worse (48 V)."""
    strict = last_day(start, count, unit)
    mild = ordinary(start, count, unit, calendar)
    first = Step(
        start, Bilingual("始日計入，不計時刻以一日論", "the first day counts as a whole day")
    )
    kept = Step(
        strict,
        Bilingual(
            f"末日遇休息日照計；依一般算法為 {mild.day}，對人民不利，不採",
            f"a day of rest counts; ordinary counting would end on {mild.day}, which is worse for the person",
        ),
    )
    return Ending(strict, END_OF_DAY, (first, kept))


def working(start: date, count: int, calendar: Calendar, pauses: Iterable[Pause] = ()) -> Ending:
    """Working days after ``start``; each day of rest on the way is told."""
    steps, day, counted = [*_opening(start)], start, 0
    standing = sorted(pauses)
    while counted < count:
        day += _DAY
        pause = next((one for one in standing if one.since <= day < one.until), None)
        if pause is not None:
            steps.append(_stands_still(day, pause.until))
            day = pause.until - _DAY
            continue
        closed = calendar.why_closed(day)
        if closed is None:
            counted += 1
            steps.append(Step(day, Bilingual(f"第 {counted} 個工作日", f"working day {counted}")))
        else:
            steps.append(Step(day, Bilingual(f"{closed.zh}，不計", f"{closed.en}: not counted")))
    return Ending(day, END_OF_DAY, tuple(steps))


def earliest(start: date, days: int, calendar: Calendar, *, clear: bool) -> Ending:
    """The first working day at least ``days`` away; ``clear`` leaves that many whole days between."""
    nominal = start + timedelta(days=days + (1 if clear else 0))
    day, steps = nominal, [*_opening(start)]
    if clear:
        words = Bilingual(
            f"中間須留足 {days} 日，最早之日", f"earliest day with {days} whole days between"
        )
    else:
        words = Bilingual(f"相距滿 {days} 日，最早之日", f"earliest day {days} days away")
    steps.append(Step(nominal, words))
    while (closed := calendar.why_closed(day)) is not None:
        steps.append(Step(day, Bilingual(f"{closed.zh}，不辦理", f"{closed.en}: nothing is held")))
        day += _DAY
    return Ending(day, END_OF_DAY, tuple(steps))


def latest_after(start: date, count: int, unit: str) -> Ending:
    """The last day that may be chosen; moving it would break the limit, so it stays."""
    nominal = last_day(start + _DAY, count, unit)
    words = Bilingual("最遲之日，遇休息日不順延", "the latest day; a day of rest does not move it")
    return Ending(nominal, END_OF_DAY, (*_opening(start), Step(nominal, words)))


def latest_before(event: date, days: int) -> Ending:
    """The last day for an act that must come ``days`` before an event."""
    day = event - timedelta(days=days)
    return Ending(
        day,
        END_OF_DAY,
        (
            Step(event, Bilingual("期日", "the day of the event")),
            Step(
                day,
                Bilingual(
                    f"往前推 {days} 日，最遲之日，不順延",
                    f"{days} days before: the latest day; it does not move",
                ),
            ),
        ),
    )


def _prolonged(
    first: date, nominal: date, pauses: Iterable[Pause]
) -> tuple[date, tuple[Step, ...]]:
    """The last day once every pause that began in the period is added to it."""
    steps = []
    for pause in sorted(pauses):
        since = max(pause.since, first)
        if since < pause.until and since <= nominal:
            steps.append(_stands_still(since, pause.until))
            nominal += pause.until - since
    return nominal, tuple(steps)


def _stands_still(since: date, until: date) -> Step:
    days = (until - since).days
    last = until - _DAY
    return Step(
        since,
        Bilingual(
            f"停止進行，至 {last} 止，{days} 日不計入",
            f"the period stands still until {last}: {days} days are not counted",
        ),
    )


def _opening(start: date) -> tuple[Step, Step]:
    return (
        Step(start, Bilingual("始日，不計入", "the day of the event is not counted")),
        Step(start + _DAY, Bilingual("起算", "counting begins")),
    )


def _nominal(day: date) -> Step:
    return Step(day, Bilingual("期間之末日", "the last day of the period"))
