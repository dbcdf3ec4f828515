"""What somebody can pay a month: income, spending, people to care for, and what must stay free.

What stays is the larger of two: what the household says it spends, and the floor of the law (the
published minimum living cost of the place, times 1.2, for the person and, by the share of the
duty to support, for each dependant). The rest can be paid.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.legal import setting

ELSEWHERE = "臺灣省"
MOST_DEPENDANTS, MOST_DOLLARS = 30, 10**12


class MeansImpossible(Refusal):
    code = "INSTALMENT_MEANS_IMPOSSIBLE"
    zh = "收入、支出與扶養人數須為零以上的合理數字"
    en = "Income, spending and dependants must be plausible numbers, zero or more"
    next_zh = "請查對後重新填寫"
    next_en = "Check them and enter them again"
    status = 422


@dataclass(frozen=True, slots=True)
class Means:
    """What a household has and needs a month; ``sharers`` share the duty to support the dependants."""

    income: int
    spending: int
    dependants: int = 0
    sharers: int = 1
    place: str = ""


@dataclass(frozen=True, slots=True)
class Affordable:
    """What can be paid a month, and each number that led to it."""

    possible: int
    floor: int
    kept: int
    living_cost: int
    factor: Fraction
    heads: Fraction
    confirmed: bool
    sources: tuple[Bilingual, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether not a dollar is left above what must stay free."""
        return self.possible == 0


def places(on: date) -> list[str]:
    """The places with a living cost of their own; all others have that of the province."""
    return list(setting("LIVING_COST", on=on).value)


def affordable(means: Means, on: date) -> Affordable:
    """What this household can pay a month on a day."""
    given = (means.income, means.spending, means.dependants)
    if min(given) < 0 or max(given) > MOST_DOLLARS or means.sharers < 1:
        raise MeansImpossible(field="income")
    if means.dependants > MOST_DEPENDANTS or means.sharers > MOST_DEPENDANTS:
        raise MeansImpossible(field="dependants")
    costs, factor = setting("LIVING_COST", on=on), setting("LIVING_COST_FACTOR", on=on)
    cost = int(costs.value.get(means.place, costs.value[ELSEWHERE]))
    heads = 1 + Fraction(means.dependants, means.sharers)
    exact = cost * Fraction(factor.value) * heads
    floor = -(-exact.numerator // exact.denominator)
    kept = max(floor, means.spending)
    return Affordable(
        possible=max(0, means.income - kept), floor=floor, kept=kept, living_cost=cost,
        factor=Fraction(factor.value), heads=heads, confirmed=costs.confirmed and factor.confirmed,
        sources=(costs.source, factor.source),
    )  # fmt: skip
