"""Decide which bank money is which channel money: one table of named rules, tried in order.

A group is one channel in one account up to a day: the bank's open lines and the channel's open
receipts. The rules say by which of them the two are the same money; what no rule takes is a
difference, and somebody answers for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from wuai.kernel.bilingual import Bilingual

SAME_REFERENCE, BY_HAND = "SAME_REFERENCE", "BY_HAND"
BACK_LATER = "BACK_LATER"
DAY_SUM, DAY_SUM_FEE, DAY_SPLIT, DAYS_MERGED = "DAY_SUM", "DAY_SUM_FEE", "DAY_SPLIT", "DAYS_MERGED"


@dataclass(frozen=True, slots=True)
class Fee:
    """What the contract lets the channel keep: dollars a line and ten thousandths of the sum."""

    each: int = 0
    rate: int = 0

    def of(self, lines: int, total: int) -> int:
        """The fee on so many lines; a half dollar is rounded up."""
        return self.each * lines + (total * self.rate + 5000) // 10000


@dataclass(frozen=True, slots=True)
class BankMoney:
    """One open bank line."""

    id: int
    value_on: date
    amount: int


@dataclass(frozen=True, slots=True)
class ChannelDay:
    """The open receipts of a channel that it says it settled on one day.

    ``total`` is less what of the day went back to cards, which is ``back``.
    """

    posted_on: date
    lines: int
    total: int
    back: int = 0

    def fee(self, fee: Fee) -> int:
        """What the channel may keep: its fee is on what was paid, whatever went back."""
        return fee.of(self.lines, self.total + self.back)


@dataclass(frozen=True, slots=True)
class Pairing:
    """Bank lines and channel days that are the same money, by which rule, and the fee kept."""

    rule: str
    bank: tuple[BankMoney, ...]
    days: tuple[ChannelDay, ...]

    @property
    def bank_total(self) -> int:
        """What the bank credited."""
        return sum(line.amount for line in self.bank)

    @property
    def total(self) -> int:
        """What the channel says it settled."""
        return sum(day.total for day in self.days)

    @property
    def fee(self) -> int:
        """What stayed with the channel."""
        return self.total - self.bank_total


Bank = Sequence[BankMoney]
Days = Sequence[ChannelDay]


def _one_sum(bank: Bank, days: Days, fee: Fee) -> bool:
    return len(bank) == len(days) == 1 and bank[0].amount == days[0].total


def _one_sum_less_fee(bank: Bank, days: Days, fee: Fee) -> bool:
    if not len(bank) == len(days) == 1:
        return False
    kept = days[0].fee(fee)
    return 0 < kept < days[0].total and bank[0].amount == days[0].total - kept


def _split(bank: Bank, days: Days, fee: Fee) -> bool:
    if len(bank) < 2 or len(days) != 1:
        return False
    whole, day = sum(line.amount for line in bank), days[0]
    taken = -sum(line.amount for line in bank if line.amount < 0)
    # The bank takes nothing but what went back to cards, all of it or (in its credits) none.
    return taken in {0, day.back} and whole in {day.total, day.total - day.fee(fee)}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule by its name: what it says, and whether it takes this day's bank and channel money."""

    code: str
    name: Bilingual
    takes: Callable[[Bank, Days, Fee], bool] | None


RULES = (
    Rule(
        SAME_REFERENCE,
        Bilingual("銀行序號與通路序號或銷帳編號、金額、日期皆同", "Same reference, amount and day"),
        None,
    ),
    Rule(DAY_SUM, Bilingual("一筆入帳等於當日合計", "One credit is the sum of the day"), _one_sum),
    Rule(
        DAY_SUM_FEE,
        Bilingual("一筆入帳等於當日合計扣契約手續費", "One credit is the day's sum less the fee"),
        _one_sum_less_fee,
    ),
    Rule(DAY_SPLIT, Bilingual("分次入帳，合計相符", "Several credits add up to the day"), _split),
    Rule(
        DAYS_MERGED, Bilingual("數日併為一筆入帳", "One credit covers several days"), None,
    ),
    Rule(
        BACK_LATER,
        Bilingual("退回或扣回的款項由銀行在另一天扣款", "The bank took money back on another day than we booked it"),
        None,
    ),
    Rule(BY_HAND, Bilingual("人工配對", "Matched by hand"), None),
)  # fmt: skip
NAMES = {rule.code: rule.name for rule in RULES}


def fits(bank: Bank, day: ChannelDay, fee: Fee) -> bool:
    """Whether any rule takes the bank's lines and a channel's day of the same date for the same money."""
    return any(rule.takes(bank, [day], fee) for rule in RULES if rule.takes)


def pair(bank: Bank, days: Days, fee: Fee) -> list[Pairing]:
    """Match the open money of one channel: each day by the rules in order, then days taken together."""
    found: list[Pairing] = []
    for value_on in sorted({line.value_on for line in bank}):
        lines = [line for line in bank if line.value_on == value_on]
        same_day = [day for day in days if day.posted_on == value_on]
        rule = next((r for r in RULES if r.takes and r.takes(lines, same_day, fee)), None)
        if rule is not None:
            found.append(Pairing(rule.code, tuple(lines), tuple(same_day)))
    return found + _merged(bank, days, fee, found)


def _merged(bank: Bank, days: Days, fee: Fee, found: list[Pairing]) -> list[Pairing]:
    """A single credit for the channel's last open days without a gap of other money (weekends)."""
    done_lines = {line.id for pairing in found for line in pairing.bank}
    done_days = {day.posted_on for pairing in found for day in pairing.days}
    merged: list[Pairing] = []
    for line in sorted(bank, key=lambda one: (one.value_on, one.id)):
        if line.id in done_lines:
            continue
        waiting = sorted(
            (d for d in days if d.posted_on not in done_days and d.posted_on <= line.value_on),
            key=lambda day: day.posted_on,
        )
        count, total = sum(day.lines for day in waiting), sum(day.total for day in waiting)
        paid = total + sum(day.back for day in waiting)
        if len(waiting) > 1 and line.amount in {total, total - fee.of(count, paid)}:
            merged.append(Pairing(DAYS_MERGED, (line,), tuple(waiting)))
            done_days |= {day.posted_on for day in waiting}
    return merged
