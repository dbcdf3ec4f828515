"""Deadlines with their reckoning: the rule, the day it runs from, each skipped day, the result."""

from dataclasses import dataclass
from datetime import date

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import LATEST_YEAR
from wuai.legal import counting
from wuai.legal.calendar import Calendar
from wuai.legal.counting import Ending, Step
from wuai.legal.parameter_table import Parameter, Setting, in_file

COUNTING_LAW = Bilingual("行政程序法第 48 條", "Administrative Procedure Act, art. 48")
_COUNTED_BY_48 = ("ordinary", "adverse", "not_after")


class UnknownDeadlineRule(Refusal):
    code = "UNKNOWN_DEADLINE_RULE"
    zh = "沒有「{rule}」這條期限規則"
    en = "There is no deadline rule “{rule}”"
    next_zh = "以 --list 查看所有規則"
    next_en = "Use --list to see every rule"
    status = 422


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which (or from which) something must happen, explained."""

    rule: str
    name: Bilingual
    event: Bilingual
    start: date
    due: date
    until: str
    steps: tuple[Step, ...]
    sources: tuple[Bilingual, ...]
    confirmed: bool


def rules() -> tuple[Parameter, ...]:
    """Every deadline rule, as it stands in the table."""
    return in_file("deadlines")


def rule(code: str) -> Parameter:
    """The deadline rule of this code."""
    for entry in rules():
        if entry.code == code:
            return entry
    raise UnknownDeadlineRule(field="rule", rule=code)


def compute(code: str, start: date, calendar: Calendar | None = None) -> Deadline:
    """Reckon the deadline of rule ``code`` that runs from ``start``."""
    entry = rule(code)
    held = entry.on(start)
    if start.year > LATEST_YEAR:
        raise counting.DayOutOfReach(day=start)
    ending = _ending(entry, held, start, calendar or Calendar())
    counted = (COUNTING_LAW,) if entry.counting in _COUNTED_BY_48 else ()
    return Deadline(
        rule=code,
        name=entry.name,
        event=entry.event,
        start=start,
        due=ending.day,
        until=ending.until,
        steps=ending.steps,
        sources=(held.source, *counted),
        confirmed=held.confirmed,
    )


def _ending(entry: Parameter, held: Setting, start: date, calendar: Calendar) -> Ending:
    count: int = held.value
    match entry.counting:
        case "ordinary":
            return counting.ordinary(start, count, entry.unit, calendar)
        case "adverse":
            return counting.adverse(start, count, entry.unit, calendar)
        case "working":
            return counting.working(start, count, calendar)
        case "not_before" | "after_clear":
            clear = entry.counting == "after_clear"
            return counting.earliest(start, count, calendar, clear=clear)
        case "not_after":
            return counting.latest_after(start, count, entry.unit)
        case "before":
            return counting.latest_before(start, count)
    raise ValueError(f"{entry.code}: no way of counting is called {entry.counting}")
