"""The agency's surcharge beside what the law gives on the day of the referral; it stays the agency's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wuai.contexts.cases.queries import CaseRow
from wuai.contexts.cases.queries_explain import AmountLine
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.roc_dates import dense
from wuai.legal import late_charges
from wuai.legal.late_charges import ABOVE, BETWEEN, LateCharge

_SAID = ("REFERRAL", "AMEND")
_RULE = Bilingual(
    "{who}：{grace}自 {since} 起每逾 {step} 日加徵 {rate}%，上限 {cap}%，算到 {on} 為 {percent}%",
    "{who}: {grace}from {since} on {rate} % for each {step} days late, at most {cap} %;"
    " {percent} % by {on}",
)
_GRACE = Bilingual("寬限 {days} 日，", "after {days} days of grace, ")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way in which the law may be read: what it gives, how it runs, who says so."""

    amount: int
    rule: Bilingual
    source: Bilingual
    confirmed: bool


@dataclass(frozen=True, slots=True)
class LateChargeBeside:
    """The figure of the agency, how it compares, and the readings of the law."""

    claimed: int
    verdict: str
    on: date
    readings: Sequence[Reading]

    @property
    def is_warning(self) -> bool:
        """Whether the agency should be asked."""
        return self.verdict in {ABOVE, BETWEEN}


def late_charge_beside(
    row: CaseRow, lines: Sequence[AmountLine], *, is_person: bool
) -> LateChargeBeside | None:
    """The surcharge that the agency referred, held beside the law; None where neither says anything."""
    claimed, principal = (_said(lines, component) for component in ("SURCHARGE", "PRINCIPAL"))
    on = row.registered_on
    found = late_charges.late_charges(
        row.kind, principal, row.due_on, on, is_person=is_person, category=row.category_code
    )
    if not claimed or not found:
        return None
    return LateChargeBeside(
        claimed, late_charges.judge(found, claimed), on, [_reading(one, on) for one in found]
    )


def _said(lines: Sequence[AmountLine], component: str) -> int:
    return sum(line.amount for line in lines if line.component == component and line.kind in _SAID)


def _reading(found: LateCharge, on: date) -> Reading:
    rate = found.rate
    facts = {
        "step": rate.step, "rate": _percent(rate.permille), "cap": _percent(rate.cap),
        "percent": _percent(found.permille),
    }  # fmt: skip
    grace = _GRACE if rate.grace else Bilingual("", "")
    zh = _RULE.zh.format(
        who=rate.who.zh, grace=grace.zh.format(days=rate.grace), since=dense(found.since),
        on=dense(on), **facts,
    )  # fmt: skip
    en = _RULE.en.format(
        who=rate.who.en, grace=grace.en.format(days=rate.grace), since=found.since, on=on, **facts
    )
    return Reading(found.amount, Bilingual(zh, en), rate.source, rate.confirmed)


def _percent(permille: int) -> str:
    return f"{Decimal(permille) / 10:f}"
