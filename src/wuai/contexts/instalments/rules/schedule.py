"""Decide: how many instalments, of how much, on which days; and what would be, before asking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from wuai.contexts.instalments.rules.means import Affordable, Means, affordable
from wuai.kernel.money import format_nt
from wuai.kernel.refusal import Refusal
from wuai.legal.calendar import Calendar
from wuai.legal.counting import Step, add_months, moved
from wuai.legal.instalments import Bounds, TooManyInstalments, bounds, plan

LATEST_START_DAYS = 62


class FirstDayOutOfReach(Refusal):
    code = "INSTALMENT_FIRST_DAY"
    zh = "第一期繳納日須在今天（{on}）以後、{last} 以前"
    en = "The first instalment must fall on a day from today, {on}, to {last}"
    next_zh = "請改選第一期繳納日"
    next_en = "Choose another day for the first instalment"
    status = 422


@dataclass(frozen=True, slots=True)
class Due:
    """One instalment: the day it falls on, the day it is due after days of rest, and how much."""

    no: int
    nominal_on: date
    due_on: date
    amount: int
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Granted:
    """A schedule within the table; equal amounts, the last one takes what does not divide."""

    total: int
    bounds: Bounds
    dues: tuple[Due, ...]


def schedule(
    total: int, *, count: int, on: date, first_on: date, grounds: str, calendar: Calendar
) -> Granted:  # fmt: skip
    """Lay a total out over ``count`` months from ``first_on``, within the table of the day ``on``."""
    last = on + timedelta(days=LATEST_START_DAYS)
    if not on <= first_on <= last:
        raise FirstDayOutOfReach(field="first_on", on=on, last=last)
    granted = plan(total, on, count=count, grounds=grounds, remainder_last=True)
    dues = []
    for one in granted.schedule:
        day = add_months(first_on, one.no - 1)
        ending = moved(day, calendar)
        dues.append(Due(one.no, day, ending.day, one.amount, ending.steps))
    return Granted(total, granted.bounds, tuple(dues))


@dataclass(frozen=True, slots=True)
class Option:
    """One number of instalments and what each would be; the last one differs by the rest."""

    count: int
    each: int
    last: int
    fits: bool


@dataclass(frozen=True, slots=True)
class Simulation:
    """What the table allows, what the household can pay, and which numbers of instalments fit.

    ``suggested`` is the least number of instalments that the household can pay; None when none is
    within the table. ``at_once``: one month's means pay the whole.
    """

    total: int
    bounds: Bounds
    affordable: Affordable | None
    options: tuple[Option, ...]
    suggested: int | None
    at_once: bool


def simulate(
    total: int, *, on: date, means: Means | None = None, grounds: str | None = None
) -> Simulation:
    """Say what would be possible; nothing is asked for by it."""
    allowed = bounds(total, on, grounds)
    can = affordable(means, on) if means else None
    most = min(allowed.most or 60, max(total, allowed.least))
    options = tuple(
        _option(total, count, can) for count in range(allowed.least, most + 1) if count <= total
    )
    suggested = next((one.count for one in options if one.fits), None) if can else None
    at_once = bool(can and can.possible >= total)
    return Simulation(total, allowed, can, options, suggested, at_once)


def _option(total: int, count: int, can: Affordable | None) -> Option:
    each, rest = divmod(total, count)
    fits = can is None or each + rest <= can.possible
    return Option(count, each, each + rest, fits)


def shown(options: Sequence[Option], chosen: int | None) -> list[Option]:
    """The options that a page shows: few, and always the suggested one."""
    if len(options) <= 8:
        return list(options)
    wanted = {2, 3, 6, 12, 24, 36, 48, options[0].count, options[-1].count, chosen}
    return [one for one in options if one.count in wanted]


def extension_allows(total: int, *, done: int, count: int, on: date, grounds: str) -> None:
    """Refuse when instalments paid before and those of a new schedule exceed the table together."""
    allowed = bounds(total, on, grounds)
    if allowed.most is not None and done + count > allowed.most:
        raise TooManyInstalments(
            field="count", total=format_nt(total), most=allowed.most, count=done + count
        )
