"""What the law gives as surcharge on a late debt of each kind, to be held beside the agency's figure.

It never takes the place of that figure: the agency decides, knows about part payments and waivers,
and is asked when the two differ. Where the law sets a cap by a role that a referral does not tell
(health insurance: insured person, or insuring unit and withholder), each reading stands by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.dated import NotYetInForce
from wuai.legal.parameter_table import setting

TAX, NHI, LABOUR, FEE = "TAX", "NHI", "LABOUR_INSURANCE", "FEE"
KINDS = (TAX, NHI, LABOUR, FEE)
# Fees whose surcharge a law of its own gives (勞工退休金條例, 公路法), which no table here holds.
OTHER_LAWS = frozenset({"PENSION", "ROAD_FEE", "TOLL", "ASSIST"})
AGREES, ABOVE, BETWEEN, BELOW, NOT_CLAIMED = "AGREES", "ABOVE", "BETWEEN", "BELOW", "NOT_CLAIMED"
_ANYBODY = Bilingual("義務人", "the obligor")
_INSURED = Bilingual("保險對象", "an insured person")
_UNIT = Bilingual("投保單位或扣費義務人", "an insuring unit or withholder")


@dataclass(frozen=True, slots=True)
class Rate:
    """How a surcharge runs: nothing for ``grace`` days, then so much for each step, up to a cap.

    ``permille`` for each full step of ``step`` days; ``skips`` 1 where the day of payment itself
    does not count. ``who`` says for whom this reading holds.
    """

    grace: int
    step: int
    permille: int
    cap: int
    skips: int
    who: Bilingual
    source: Bilingual
    confirmed: bool

    def on(self, late: int) -> tuple[int, int]:
        """Days that count and the permille they give, so many days after the payment period."""
        days = max(0, late - self.grace - self.skips)
        return days, min(days // self.step * self.permille, self.cap)


@dataclass(frozen=True, slots=True)
class LateCharge:
    """The surcharge as it stands on a day, its rate, and whether it can grow no more."""

    amount: int
    permille: int
    days: int
    is_capped: bool
    since: date
    rate: Rate
    rounded_up: int

    def agrees(self, claimed: int) -> bool:
        """Whether a figure is this one; no text says how parts of a dollar are rounded."""
        return self.amount <= claimed <= self.rounded_up


def late_charges(
    kind: str, principal: int, due_on: date, on: date, *, is_person: bool, category: str = ""
) -> tuple[LateCharge, ...]:
    """The surcharge on a principal due on a day and unpaid on another: each reading, lowest first.

    Empty where no table knows it, and where no principal is left to hold it against.
    """
    if principal <= 0:
        return ()
    return tuple(
        _charge(rate, principal, due_on, on)
        for rate in rates_of(kind, due_on, is_person, category in OTHER_LAWS)
    )


def judge(found: Sequence[LateCharge], claimed: int) -> str:
    """How the agency's figure compares; below the law's it may stem from an earlier day."""
    if not claimed:
        return NOT_CLAIMED
    if any(one.agrees(claimed) for one in found):
        return AGREES
    if claimed > found[-1].rounded_up:
        return ABOVE
    return BETWEEN if claimed > found[0].rounded_up else BELOW


def _charge(rate: Rate, principal: int, due_on: date, on: date) -> LateCharge:
    days, permille = rate.on((on - due_on).days)
    since = due_on + timedelta(days=rate.grace + 1)
    least = principal * permille // 1000
    most = -(-principal * permille // 1000)
    return LateCharge(least, permille, days, permille == rate.cap, since, rate, most)


@lru_cache(maxsize=65536)
def rates_of(kind: str, due_on: date, is_person: bool, by_other_law: bool) -> tuple[Rate, ...]:
    """The readings for a kind of debt whose payment period ended on a day, lowest cap first."""
    if by_other_law:
        return ()
    try:
        if kind == TAX:
            return (_by_steps("TAX_SURCHARGE", due_on),)
        if kind == FEE:
            return (_by_steps("FEE_SURCHARGE", due_on),)
        if kind == NHI:
            unit = _premium("NHI", "NHI_LATE_CAP_UNIT", due_on, _UNIT)
            if not is_person:
                return (unit,)
            return _premium("NHI", "NHI_LATE_CAP_PERSON", due_on, _INSURED), unit
        if kind == LABOUR:
            return (_premium("LABOUR", "LABOUR_LATE_CAP", due_on, _ANYBODY),)
    except NotYetInForce:
        return ()
    return ()


def _by_steps(of: str, due_on: date) -> Rate:
    percent = setting(f"{of}_STEP", on=due_on)
    every = setting(f"{of}_STEP_DAYS", on=due_on)
    most = setting(f"{of}_MAX_DAYS", on=due_on)
    cap = most.value // every.value * percent.value * 10
    confirmed = percent.confirmed and every.confirmed and most.confirmed
    return Rate(
        0, every.value, percent.value * 10, cap, 0, _ANYBODY, percent.source, confirmed
    )  # fmt: skip


def _premium(of: str, cap_code: str, due_on: date, who: Bilingual) -> Rate:
    grace = setting(f"{of}_LATE_GRACE_DAYS", on=due_on)
    permille = setting(f"{of}_LATE_PERMILLE", on=due_on)
    cap = setting(cap_code, on=due_on)
    confirmed = grace.confirmed and permille.confirmed and cap.confirmed
    # 至完納前一日止: the day of payment does not count.
    return Rate(grace.value, 1, permille.value, cap.value * 10, 1, who, cap.source, confirmed)
