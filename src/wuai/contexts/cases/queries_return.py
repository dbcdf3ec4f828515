"""The letter with which a case went back to its agency."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from wuai.contexts.cases.models import ReturnPaper
from wuai.contexts.cases.queries import CaseRow, case_row
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.kernel.money import format_nt
from wuai.kernel.roc_dates import long_zh

WORDS = {
    "COST": "費用",
    "INTEREST": "利息",
    "SURCHARGE": "滯納金",
    "FINE": "罰鍰",
    "PRINCIPAL": "本金",
}
AFTERWARDS = (
    "自退案日起，本件不在本分署執行；其後的收款請由貴機關自行處理。",
    "退案事由排除後，得於執行期間內重新移送，移送案號可以沿用；期間不因移送或退案重新起算。",
)
BASIS = "行政執行法第 7 條、第 11 條、第 13 條"

# Who may know why a case has to go back: functions of higher contexts, by case id.
_suggesting: list[Callable[[int], str]] = []


def suggest_returns(function: Callable[[int], str]) -> None:
    """Let a higher context draft the reason of a return; called at start-up."""
    if function not in _suggesting:
        _suggesting.append(function)


def suggested_reason(case_id: int) -> str:
    """The draft of the reason for which a case goes back; empty when nobody knows one."""
    return next((said for known in _suggesting if (said := known(case_id))), "")


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """A return: the letter's number, the day, why, how the money stood."""

    number: str
    returned_on: date
    reason: str
    received: int
    remaining: int


def returned(case_id: int) -> ReturnRow | None:
    """How a case went back; None when it did not, or before letters were written."""
    paper = ReturnPaper.objects.filter(case_id=case_id).first()
    if paper is None:
        return None
    return ReturnRow(paper.number, paper.returned_on, paper.reason, paper.received, paper.remaining)


def desk_of(row: CaseRow) -> dict[str, str]:
    """Who writes, at the head and the foot of a paper about a case: the desk of today."""
    branch, section = organisation.branch_by_id(row.branch_id), organisation.section(row.section_id)
    phone = f"{section.phone or branch.phone} {section.extension and '分機 ' + section.extension}"
    return {
        "branch": branch.name_zh,
        "foot": f"{branch.name_zh}　{branch.address_zh}　承辦 {section.name_zh}　電話 {phone.strip()}",
    }  # fmt: skip


def what_is_left(amount: int, components: dict[str, int]) -> str:
    """An amount in NT dollars and what it is made of."""
    parts = "、".join(f"{WORDS[c]} {format_nt(n)}" for c, n in components.items() if n)
    return f"{format_nt(amount)}（{parts}）" if parts else format_nt(amount)


def letter(case_ref: uuid.UUID) -> dict[str, Any] | None:
    """What the letter says, as the paper prints it; the desk is the one of today."""
    paper = ReturnPaper.objects.filter(case__ref=case_ref).first()
    if paper is None:
        return None
    row = case_row(paper.case_id)
    facts = [
        ["受文機關", organisation.agency_by_id(row.agency_id).name_zh],
        ["移送案號", row.agency_ref], ["執行案號", row.number],
        ["義務人", parties.party_row(row.obligor_id).name], ["案件類別", row.category_zh],
        ["執行名義", row.title], ["退案日", long_zh(paper.returned_on)],
        ["移送金額", format_nt(paper.referred)], ["已收金額", format_nt(paper.received)],
        ["退案時未收", what_is_left(paper.remaining, paper.components)],
        ["執行期間屆滿", long_zh(paper.limit_on)],
    ]  # fmt: skip
    return {
        "title": "退案通知", "number": paper.number, "facts": facts, "basis": BASIS,
        "said": [f"退案事由：{paper.reason}", *AFTERWARDS], **desk_of(row),
    }  # fmt: skip
