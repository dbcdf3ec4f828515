"""How much one convenience-store slip may carry, by kind of debt and day of issue."""

from dataclasses import dataclass
from datetime import date

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.legal.parameter_table import setting

DEBT_KINDS = ("TAX", "NHI", "LABOUR_INSURANCE", "FINE", "FEE")


class UnknownDebtKind(Refusal):
    code = "UNKNOWN_DEBT_KIND"
    zh = "沒有「{kind}」這種案款"
    en = "There is no kind of debt “{kind}”"
    next_zh = "可用的有：{known}"
    next_en = "Known kinds: {known}"
    status = 422


@dataclass(frozen=True, slots=True)
class StoreLimit:
    """The limit of a day: reports give the edge apart, 「未滿」 (below) or 「至」 (up to)."""

    kind: str
    limit: int
    inclusive: bool
    source: Bilingual
    confirmed: bool
    since: date

    def allows(self, amount: int) -> bool:
        """Whether a slip of this amount may carry store barcodes."""
        return 0 < amount < self.limit or (self.inclusive and amount == self.limit)


def store_limit(kind: str, on: date) -> StoreLimit:
    """The limit for this kind of debt on the day the slip is issued."""
    if kind not in DEBT_KINDS:
        raise UnknownDebtKind(field="debt_kind", kind=kind, known=", ".join(DEBT_KINDS))
    rule = setting(f"STORE_LIMIT_{kind}", on=on)
    return StoreLimit(kind, rule.value, rule.inclusive, rule.source, rule.confirmed, rule.since)
