"""What accrues by the day, and every dollar with its reason.

Components are the agency's figures. Interest accrues only where the agency gave what it accrues
on, from when, and at what yearly rate: simple interest, a year of 365 days, the first day and the
day of payment both counted, whole dollars rounded down on the running total.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

YEAR = 365
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Accrual:
    """What accrues: on how much, from which day, percent a year."""

    base: int
    since: date
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some days with the same base, and the interest of these days."""

    base: int
    since: date
    until: date
    amount: int

    @property
    def days(self) -> int:
        """How many days, both ends counted."""
        return (self.until - self.since).days + 1


def accrued(accrual: Accrual, reductions: list[tuple[date, int]], until: date) -> list[Stretch]:
    """The interest from the first day to ``until``, one stretch for each base.

    ``reductions`` are (day, dollars) by which the principal fell; the day itself still counts in
    full. The amounts add up to the rounded total, no dollar is lost between stretches.
    """
    if until < accrual.since:
        return []
    days = sorted({day for day, _ in reductions if accrual.since <= day < until})
    starts = [accrual.since, *(day + _DAY for day in days)]
    ends = [*days, until]
    found, running, told = [], Fraction(0), 0
    for start, end in zip(starts, ends, strict=True):
        base = max(0, accrual.base - sum(less for day, less in reductions if day < start))
        length = (end - start).days + 1
        running += Fraction(base) * Fraction(accrual.rate) * length / (100 * YEAR)
        found.append(Stretch(base, start, end, int(running) - told))
        told = int(running)
    return found
