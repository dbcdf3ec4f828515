"""The limits of one case, by the kind of what is owed: what a case keeps of ``limitation``."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from wuai.legal import limitation

TAX, FINE = "TAX", "FINE"
EXPIRY_WARNING_MONTHS = 6


class CaseLimits(NamedTuple):
    """What the case keeps: ``second`` is empty when execution began too late to go on."""

    first: date
    second: date | None
    is_over: bool
    last_day: date


class Clock(NamedTuple):
    """The days from which the limits follow."""

    kind: str
    due_on: date
    final_on: date | None = None
    collection_end_on: date | None = None
    started_on: date | None = None
    suspended_days: int = 0


def reckon(clock: Clock) -> limitation.Limits:
    """The limits with every step: a tax by its collection period, anything else by finality."""
    if clock.kind == TAX:
        return limitation.limits(
            collection_end=clock.collection_end_on,
            payment_end=clock.due_on,
            started=clock.started_on,
            suspended_days=clock.suspended_days,
        )
    return limitation.limits(
        final=clock.final_on or clock.due_on,
        started=clock.started_on,
        suspended_days=clock.suspended_days,
    )


@lru_cache(maxsize=200_000)
def case_limits(clock: Clock, on: date) -> CaseLimits:
    """The two days that a case keeps; few combinations occur in a file, so each is reckoned once."""
    found = reckon(clock)
    late = found.started_on is not None and found.started_on > found.exec_limit_1
    second = None if late else found.exec_limit_2
    return CaseLimits(found.exec_limit_1, second, found.is_over(on), found.last_day)
