"""Deadlines with their reckoning: the rule, the day it runs from, each skipped day, the result."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import LATEST_YEAR
from wuai.legal import counting
from wuai.legal.calendar import Calendar
from wuai.legal.counting import Ending, Pause, Step
from wuai.legal.parameter_table import Parameter, Setting, in_file

COUNTING_LAW = Bilingual("行政程序法第 48 條", "Administrative Procedure Act, art. 48")
_COUNTED_BY_48 = ("ordinary", "adverse", "not_after")
_PAUSED = ("ordinary", "working")


class UnknownDeadlineRule(Refusal):
    code = "UNKNOWN_DEADLINE_RULE"
    zh = "沒有「{rule}」這條期限規則"
    en = "There is no deadline rule “{rule}”"
    next_zh = "以 --list 查看所有規則"
    next_en = "Use --list to see every rule"
    status = 422


class RuleNotExtended(Refusal):
    code = "DEADLINE_RULE_NOT_EXTENDED"
    zh = "「{name}」依規定不得延長"
    en = "The law knows no extension of “{name_en}”"
    next_zh = "請於期限內辦理"
    next_en = "Act within the time limit"


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
    since: date


def rules() -> tuple[Parameter, ...]:
    """Every deadline rule, as it stands in the table."""
    return in_file("deadlines")


def rule(code: str) -> Parameter:
    """The deadline rule of this code."""
    for entry in rules():
        if entry.code == code:
            return entry
    raise UnknownDeadlineRule(field="rule", rule=code)


def may_pause(entry: Parameter) -> bool:
    """Whether a period of this kind can stand still; a fixed or earliest day cannot."""
    return entry.counting in _PAUSED


def compute(
    code: str, start: date, calendar: Calendar | None = None, *, pauses: Iterable[Pause] = (),
    extended: bool = False,
) -> Deadline:  # fmt: skip
    """Reckon the deadline of rule ``code`` that runs from ``start``.

    Days of ``pauses`` do not count; ``extended`` goes on by the rule that extends this one.
    """
    entry, days = rule(code), sorted(pauses)
    first = _compute(entry, start, calendar or Calendar(), days)
    return _extended(entry, first, calendar or Calendar(), days) if extended else first


def _extended(
    entry: Parameter, first: Deadline, calendar: Calendar, pauses: Sequence[Pause]
) -> Deadline:
    if not entry.extension:
        raise RuleNotExtended(name=entry.name.zh, name_en=entry.name.en)
    longer = rule(entry.extension)
    if entry.extension_from == "start":
        second = _compute(longer, first.start, calendar, pauses)
    else:
        # A pause that began within the first period has lengthened that one.
        later = [pause for pause in pauses if pause.since > first.due]
        second = _compute(longer, first.due, calendar, later)
    return replace(
        first, due=second.due, until=second.until, steps=(*first.steps, *second.steps),
        sources=tuple(dict.fromkeys((*first.sources, *second.sources))),
        confirmed=first.confirmed and second.confirmed,
    )  # fmt: skip


def _compute(
    entry: Parameter, start: date, calendar: Calendar, pauses: Sequence[Pause]
) -> Deadline:
    held = entry.on(start)
    if start.year > LATEST_YEAR:
        raise counting.DayOutOfReach(day=start)
    ending = _ending(entry, held, start, calendar, pauses)
    counted = (COUNTING_LAW,) if entry.counting in _COUNTED_BY_48 else ()
    return Deadline(
        rule=entry.code, name=entry.name, event=entry.event, start=start, due=ending.day,
        until=ending.until, steps=ending.steps, sources=(held.source, *counted),
        confirmed=held.confirmed, since=held.since,
    )  # fmt: skip


def _ending(
    entry: Parameter, held: Setting, start: date, calendar: Calendar, pauses: Sequence[Pause]
) -> Ending:
    count: int = held.value
    match entry.counting:
        case "ordinary":
            return counting.ordinary(start, count, entry.unit, calendar, pauses)
        case "adverse":
            return counting.adverse(start, count, entry.unit, calendar)
        case "working":
            return counting.working(start, count, calendar, pauses)
        case "not_before" | "after_clear":
            clear = entry.counting == "after_clear"
            return counting.earliest(start, count, calendar, clear=clear)
        case "not_after":
            return counting.latest_after(start, count, entry.unit)
        case "before":
            return counting.latest_before(start, count)
    raise ValueError(f"{entry.code}: no way of counting is called {entry.counting}")
