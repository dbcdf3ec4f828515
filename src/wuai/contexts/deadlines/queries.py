"""The calendar of a county, with every closure declared so far."""

from dataclasses import dataclass
from datetime import date, datetime

from wuai.contexts.deadlines.models import Closure
from wuai.legal.calendar import Calendar


@dataclass(frozen=True, slots=True)
class ClosureRow:
    """One declaration about a day."""

    id: int
    on: date
    county: str
    half: str
    reason_zh: str
    reason_en: str
    is_working_day: bool
    source: str
    declared_at: datetime
    withdrawn_at: datetime | None


def calendar(county: str = "") -> Calendar:
    """The working days of ``county`` (empty: of the whole country) under the closures in force."""
    declared = list(Closure.objects.in_force().order_by("on", "id"))
    return Calendar(
        [
            (row.on, row.county or None, row.half or None)
            for row in declared
            if not row.is_working_day
        ],
        county=county or None,
        workdays=[row.on for row in declared if row.is_working_day and row.county in ("", county)],
    )


def closures(*, since: date | None = None) -> list[ClosureRow]:
    """All declarations, the latest day first, those withdrawn included."""
    found = Closure.objects.order_by("-on", "-id")
    if since:
        found = found.filter(on__gte=since)
    names = list(ClosureRow.__dataclass_fields__)
    return [ClosureRow(**values) for values in found.values(*names)]
