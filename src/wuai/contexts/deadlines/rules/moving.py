"""What a change of the calendar does to deadlines that run."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from wuai.legal import deadlines as law
from wuai.legal.calendar import Calendar
from wuai.legal.counting import Pause

Calendars = Callable[[str], Calendar]


class Reckoned(NamedTuple):
    """One computation that deadlines share, and what makes it come out as it does."""

    id: int
    rule: str
    county: str
    started_on: date
    extended: bool
    pauses: tuple[Pause, ...]
    due_on: date
    until: str


class Change(NamedTuple):
    """A computation that comes out differently, and how."""

    held: Reckoned
    found: law.Deadline


def reckon(held: Reckoned, calendars: Calendars) -> law.Deadline:
    """Compute it under the calendar of its county."""
    return law.compute(
        held.rule, held.started_on, calendars(held.county), pauses=held.pauses,
        extended=held.extended,
    )  # fmt: skip


def changed(held: Iterable[Reckoned], before: Calendars, after: Calendars) -> list[Change]:
    """What comes out differently because the calendar changed, and for no other reason.

    Comparing both calendars, not the stored day, leaves alone what differs on other grounds.
    """
    found = []
    for one in held:
        then, now = reckon(one, before), reckon(one, after)
        if (then.due, then.until) != (now.due, now.until):
            found.append(Change(one, now))
    return found
