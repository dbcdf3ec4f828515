"""Decide which refunds to cards the bank took on a later day than we booked them.

A refund moves to a later day when the money fits on both days that way, and there is exactly one
way in which it does; with two, people decide.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

from wuai.contexts.payments.rules.day.bank_matching import (
    Bank,
    BankMoney,
    ChannelDay,
    Days,
    Fee,
    fits,
)

# After two weeks nobody expects the bank to take it; most are tried together up to so many.
AT_MOST, TOGETHER = timedelta(days=14), 6


@dataclass(frozen=True, slots=True)
class Back:
    """One open refund to a card: the day we booked it, and how much went back."""

    refund_id: int
    posted_on: date
    amount: int


def moved_backs(bank: Bank, days: Days, backs: Sequence[Back], fee: Fee) -> dict[int, date]:
    """Refunds that belong to a later day than their own, by that day."""
    lines: dict[date, list[BankMoney]] = {}
    for line in bank:
        lines.setdefault(line.value_on, []).append(line)
    told = {day.posted_on: day for day in days}
    found = list(_candidates(lines, told, backs, fee))
    by_target = Counter(target for _, target in found)
    by_refund = Counter(back.refund_id for some, _ in found for back in some)
    return {
        back.refund_id: target
        for some, target in found
        if by_target[target] == 1 and all(by_refund[one.refund_id] == 1 for one in some)
        for back in some
    }


def _candidates(
    lines: dict[date, list[BankMoney]],
    told: dict[date, ChannelDay],
    backs: Sequence[Back],
    fee: Fee,
) -> Iterator[tuple[tuple[Back, ...], date]]:
    for posted_on in sorted({back.posted_on for back in backs}):
        day, there = told[posted_on], lines.get(posted_on, [])
        if fits(there, day, fee):
            continue
        targets = [
            on
            for on in sorted(lines)
            if posted_on < on <= posted_on + AT_MOST
            and not (on in told and fits(lines[on], told[on], fee))
        ]
        for some in _some([back for back in backs if back.posted_on == posted_on]):
            back = sum(one.amount for one in some)
            left = replace(day, total=day.total + back, back=day.back - back)
            if not (fits(there, left, fee) or (not there and left.total == 0)):
                continue
            for on in targets:
                target = told.get(on, ChannelDay(on, 0, 0))
                more = replace(target, total=target.total - back, back=target.back + back)
                if fits(lines[on], more, fee):
                    yield some, on


def _some(backs: Sequence[Back]) -> Iterator[tuple[Back, ...]]:
    """Every choice among a few, else each alone and all together."""
    sizes = range(1, len(backs) + 1) if len(backs) <= TOGETHER else (1, len(backs))
    for size in sizes:
        yield from combinations(backs, size)
