"""Which days are worked: public holidays and make-up days, with declared closures on top.

The library knows the calendar of the state; a typhoon day, or a correction of the government's
calendar, is declared here as a closure or a workday and prevails.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from wuai.kernel.bilingual import Bilingual

SATURDAY, SUNDAY = 5, 6
MORNING, AFTERNOON = "AM", "PM"
_DAY = timedelta(days=1)


class Closure(NamedTuple):
    """A day declared closed: everywhere or in one county, the whole day or one half of it."""

    day: date
    county: str | None = None
    half: str | None = None


@lru_cache(maxsize=2)
def _public_holidays(language: str) -> Any:
    # Imported late: the library takes longer to load than most commands take to answer.
    from holidays.countries import taiwan

    state_calendar: Any = taiwan.TW
    return state_calendar(language=language)


@lru_cache(maxsize=256)
def _make_up_days(year: int) -> frozenset[date]:
    from holidays.countries import taiwan

    state_calendar: Any = taiwan.TW
    # A make-up day may lie in the year before the holiday that it pays for.
    return frozenset(state_calendar(years=(year, year + 1)).weekend_workdays)


class Calendar:
    """The working days of one county (or of the whole country) under the closures declared so far."""

    def __init__(
        self,
        closures: Iterable[tuple[date, str | None, str | None]] = (),
        *,
        county: str | None = None,
        workdays: Iterable[date] = (),
    ) -> None:
        relevant = [c for c in map(Closure._make, closures) if c.county in (None, county)]
        halves: dict[date, set[str]] = {}
        for closure in relevant:
            halves.setdefault(closure.day, set()).update(
                (MORNING, AFTERNOON) if closure.half is None else (closure.half,)
            )
        self._closed = {day for day, parts in halves.items() if {MORNING, AFTERNOON} <= parts}
        self._morning_off = {day for day, parts in halves.items() if MORNING in parts}
        self._afternoon_off = {day for day, parts in halves.items() if AFTERNOON in parts}
        self._workdays = frozenset(workdays)

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on ``day``; half a day off is still a working day."""
        return self.why_closed(day) is None

    def is_morning_closed(self, day: date) -> bool:
        """Whether the morning of ``day`` was declared closed."""
        return day in self._morning_off

    def why_closed(self, day: date) -> Bilingual | None:
        """Why offices do not work on ``day``: declared closure, public holiday or weekend."""
        return self.why_rest(day) or self._weekend(day)

    def why_rest(self, day: date) -> Bilingual | None:
        """The declared closure or public holiday on ``day``, whatever day of the week it is."""
        if day in self._closed:
            return Bilingual("公告停止上班", "offices declared closed")
        if day in self._workdays:
            return None
        return self.holiday(day)

    def why_not_last(self, day: date) -> Bilingual | None:
        """Why a period cannot end on ``day``, Saturdays apart: they have a rule of their own."""
        if day not in self._closed and day in self._afternoon_off:
            return Bilingual("公告下午停止上班", "offices declared closed in the afternoon")
        return self.why_rest(day) or (self._weekend(day) if day.weekday() == SUNDAY else None)

    def holiday(self, day: date) -> Bilingual | None:
        """The public holiday on ``day``, if it is one."""
        name = _public_holidays("zh_TW").get(day)
        return Bilingual(name, _public_holidays("en_US").get(day)) if name else None

    def next_working_day(self, day: date) -> date:
        """``day`` itself if it is worked, else the first worked day after it."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def working_days_after(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``, which itself is not counted."""
        for _ in range(count):
            day = self.next_working_day(day + _DAY)
        return day

    def _weekend(self, day: date) -> Bilingual | None:
        if day.weekday() not in (SATURDAY, SUNDAY) or day in self._workdays:
            return None
        if day in _make_up_days(day.year):
            return None
        if day.weekday() == SATURDAY:
            return Bilingual("星期六", "Saturday")
        return Bilingual("星期日", "Sunday")
