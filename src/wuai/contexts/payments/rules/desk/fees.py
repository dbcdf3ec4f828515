"""Fees at the counter (規費): so many pages at so much; never on the debt of a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

MOST_UNITS = 10_000


class NoFee(Refusal):
    code = "FEE_NOTHING"
    zh = "請至少填一項的張數或數量"
    en = "Enter the pages of at least one kind"
    next_zh = "點算影印的張數後填寫"
    next_en = "Count the pages that were copied and enter them"
    status = 422


class FeeUnknown(Refusal):
    code = "FEE_UNKNOWN"
    zh = "查無這張規費收據"
    en = "There is no such receipt of a fee"
    next_zh = "請由規費清單查找"
    next_en = "Look for it in the list of fees"
    status = 404


class FeeVoidedAlready(Refusal):
    code = "FEE_VOIDED"
    zh = "這張規費收據已作廢或已申請作廢"
    en = "This receipt was voided, or its voiding was asked for"
    next_zh = "請查看收據紀錄"
    next_en = "Look at the receipt"


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit costs on a day, and who says so."""

    code: str
    name: Bilingual
    amount: int
    source: Bilingual
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One kind on a receipt: how many at how much."""

    code: str
    zh: str
    en: str
    count: int
    rate: int

    @property
    def amount(self) -> int:
        """What the line costs."""
        return self.count * self.rate


def reckon(counts: Mapping[str, int], rates: Sequence[Rate]) -> list[Line]:
    """The lines of a receipt, in the order of the rates; refuses an empty one and what is no count."""
    known = {rate.code for rate in rates}
    if not set(counts) <= known or any(not 0 <= n <= MOST_UNITS for n in counts.values()):
        raise NoFee
    lines = [
        Line(rate.code, rate.name.zh, rate.name.en, counts[rate.code], rate.amount)
        for rate in rates
        if counts.get(rate.code)
    ]
    if not lines:
        raise NoFee
    return lines
