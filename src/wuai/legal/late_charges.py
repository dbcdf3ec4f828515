"""What the law gives as surcharge on a late debt of each kind, to be held beside the agency's figure.

It never takes the place of that figure: the agency decides, knows about part payments and waivers,
and is asked when the two differ.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.dated import NotYetInForce
from wuai.legal.parameter_table import setting

TAX, NHI, LABOUR = "TAX", "NHI", "LABOUR_INSURANCE"
AGREES, ABOVE, BELOW, NOT_CLAIMED = "AGREES", "ABOVE", "BELOW", "NOT_CLAIMED"


@dataclass(frozen=True, slots=True)
class Rate:
    """How a surcharge runs: nothing for ``grace`` days, then so much for each step, up to a cap.

    ``permille`` for each full step of ``step`` days; ``skips`` 1 where the day of payment itself
    does not count.
    """

    grace: int
    step: int
    permille: int
    cap: int
    skips: int
    source: Bilingual
    confirmed: bool


@dataclass(frozen=True, slots=True)
class LateCharge:
    """The surcharge as it stands on a day, its rate, and whether it can grow no more."""

    amount: int
    permille: int
    days: int
    is_capped: bool
    rate: Rate

    def judge(self, claimed: int) -> str:
        """How the agency's figure compares; below the cap it may stem from an earlier day."""
        if claimed == self.amount:
            return AGREES
        if claimed > self.amount:
            return ABOVE
        return BELOW if claimed else NOT_CLAIMED


def late_charge(
    kind: str, principal: int, due_on: date, on: date, *, is_person: bool
) -> LateCharge | None:
    """The surcharge on a principal due on a day and unpaid on another; None where no table knows it."""
    rate = rate_of(kind, due_on, is_person)
    if rate is None or principal < 0:
        return None
    days = max(0, (on - due_on).days - rate.grace - rate.skips)
    uncapped = days // rate.step * rate.permille
    permille = min(uncapped, rate.cap)
    return LateCharge(principal * permille // 1000, permille, days, uncapped >= rate.cap, rate)


@lru_cache(maxsize=65536)
def rate_of(kind: str, due_on: date, is_person: bool) -> Rate | None:
    """The rate for a kind of debt whose payment period ended on a day."""
    try:
        if kind == TAX:
            return _tax(due_on)
        if kind == NHI:
            return _premium(
                "NHI", "NHI_LATE_CAP_PERSON" if is_person else "NHI_LATE_CAP_UNIT", due_on
            )
        if kind == LABOUR:
            return _premium("LABOUR", "LABOUR_LATE_CAP", due_on)
    except NotYetInForce:
        return None
    return None


def _tax(due_on: date) -> Rate:
    percent = setting("TAX_SURCHARGE_STEP", on=due_on)
    every = setting("TAX_SURCHARGE_STEP_DAYS", on=due_on)
    most = setting("TAX_SURCHARGE_MAX_DAYS", on=due_on)
    cap = most.value // every.value * percent.value * 10
    confirmed = percent.confirmed and every.confirmed and most.confirmed
    return Rate(0, every.value, percent.value * 10, cap, 0, percent.source, confirmed)


def _premium(of: str, cap_code: str, due_on: date) -> Rate:
    grace = setting(f"{of}_LATE_GRACE_DAYS", on=due_on)
    permille = setting(f"{of}_LATE_PERMILLE", on=due_on)
    cap = setting(cap_code, on=due_on)
    confirmed = grace.confirmed and permille.confirmed and cap.confirmed
    # 至完納前一日止: the day of payment does not count.
    return Rate(grace.value, 1, permille.value, cap.value * 10, 1, cap.source, confirmed)
