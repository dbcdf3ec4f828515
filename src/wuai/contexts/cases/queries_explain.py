"""Every dollar of a case: where it comes from, since when, at what rate."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wuai.contexts.cases.queries import CaseRow, stretches
from wuai.contexts.ledger import api as ledger
from wuai.kernel.bilingual import Bilingual

_KINDS = {
    "REFERRAL": Bilingual("移送機關移送：{title}", "as referred by the agency: {title}"),
    "ACCRUAL": Bilingual("按日計息", "interest by the day"),
    "AMEND": Bilingual("移送機關更正", "corrected by the agency"),
    "RETURN": Bilingual("退案沖銷", "taken back: returned"),
    "WITHDRAW": Bilingual("撤回沖銷", "taken back: withdrawn"),
    "CERTIFY": Bilingual("核發執行憑證，由憑證證明", "evidenced by an enforcement certificate"),
    "PAYMENT": Bilingual("收到的款項", "payment received"),
    "ALLOCATION": Bilingual("查明後記入的款項", "payment assigned after it was looked into"),
    "REVERSAL": Bilingual("沖正", "taken back"),
    "OWED_BACK": Bilingual(
        "沖正的部分由移送機關另行移送", "what was taken back may be referred again"
    ),
    "END": Bilingual("終止執行沖銷", "taken off: enforcement ended"),
}
_OTHER = Bilingual("更正（{kind}）", "correction ({kind})")
_DAILY = Bilingual(
    "計息本金 {base} 元 × 年利率 {rate}% × {days} 日 ÷ 365",
    "NT$ {base} × {rate} % a year × {days} days ÷ 365",
)


@dataclass(frozen=True, slots=True)
class AmountLine:
    """One line of the explained amount."""

    component: str
    basis: Bilingual
    rate: Decimal | None
    since: date
    until: date
    amount: int
    kind: str = ""


def explain(row: CaseRow, on: date) -> list[AmountLine]:
    """The lines up to a day; their sum is the balance of that day."""
    entries = [
        e for e in ledger.entries_of(row.branch_id, "RECEIVABLE", row.id) if e.counts_on <= on
    ]
    lines = [_posted(row, e) for e in entries]
    return [*lines, *_running(row, entries, on)]


def _posted(row: CaseRow, entry: ledger.EntryLine) -> AmountLine:
    words = _KINDS.get(entry.kind, _OTHER)
    facts = {"title": row.title, "kind": entry.kind}
    basis = Bilingual(words.zh.format(**facts), words.en.format(**facts))
    return AmountLine(
        entry.component, basis, None, entry.counts_on, entry.counts_on, entry.amount, entry.kind
    )


def _running(row: CaseRow, entries: list[ledger.EntryLine], on: date) -> list[AmountLine]:
    """The stretches, less what stands in the ledger as accrued already."""
    if row.accrual is None or (row.closed_on is not None and row.closed_on <= on):
        return []
    lines = []
    for stretch in stretches(row, entries, on):
        facts = {
            "base": f"{stretch.base:,}",
            "rate": row.accrual.rate.normalize(),
            "days": stretch.days,
        }
        lines.append(
            AmountLine(
                "INTEREST",
                Bilingual(_DAILY.zh.format(**facts), _DAILY.en.format(**facts)),
                row.accrual.rate,
                stretch.since,
                stretch.until,
                stretch.amount,
            )
        )
    posted = sum(e.amount for e in entries if e.kind == "ACCRUAL")
    if posted:
        lines.append(
            AmountLine(
                "INTEREST",
                Bilingual("其中已入帳之計息", "of which posted already"),
                row.accrual.rate,
                row.accrual.since,
                on,
                -posted,
            )
        )
    return lines
