"""The calendar of a county, with every closure declared so far."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import NamedTuple

from wuai.contexts.deadlines.models import Closure
from wuai.legal.calendar import Calendar


@dataclass(frozen=True, slots=True)
class ClosureRow:
    """One declaration about a day."""

    id: int
    on: date
    county: str
    half: str
    from_time: time | None
    to_time: time | None
    reason_zh: str
    reason_en: str
    is_working_day: bool
    source: str
    declared_at: datetime
    withdrawn_at: datetime | None


class Declared(NamedTuple):
    """What a declaration says to a calendar; ``id`` is None for one that is only considered."""

    id: int | None
    on: date
    county: str
    half: str
    is_working_day: bool


def calendar(county: str = "") -> Calendar:
    """The working days of ``county`` (empty: of the whole country) under the closures in force."""
    return calendars(declared())(county)


def declared() -> list[Declared]:
    """Every declaration in force."""
    found = Closure.objects.in_force().order_by("on", "id")
    return [Declared(*row) for row in found.values_list(*Declared._fields)]


def calendars(said: Iterable[Declared]) -> Callable[[str], Calendar]:
    """The calendar of each county under these declarations; each is made once."""
    held = list(said)

    @cache
    def of(county: str) -> Calendar:
        return Calendar(
            [(row.on, row.county or None, row.half or None) for row in held
             if not row.is_working_day],
            county=county or None,
            workdays=[row.on for row in held if row.is_working_day and row.county in ("", county)],
        )  # fmt: skip

    return of


def closures(*, since: date | None = None) -> list[ClosureRow]:
    """All declarations, the latest day first, those withdrawn included."""
    found = Closure.objects.order_by("-on", "-id")
    if since:
        found = found.filter(on__gte=since)
    names = list(ClosureRow.__dataclass_fields__)
    return [ClosureRow(**values) for values in found.values(*names)]
