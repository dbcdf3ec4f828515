"""Letters of pre-emption: what they say in two languages, where they wait, how they were served."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from wuai.contexts.auctions.models import LetterService, PreemptionLetter
from wuai.contexts.auctions.queries import PAGE
from wuai.contexts.auctions.queries.answering import WaitingAnswer, code_of, waiting
from wuai.contexts.auctions.rules import noticing as rules
from wuai.contexts.auctions.rules.preempting import GROUNDS
from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.money import format_nt
from wuai.kernel.roc_dates import spoken_zh
from wuai.legal import deadlines as law

TITLE = "優先承買通知"
ONLINE = "掃描可線上表示優先承買 / Scan to answer online"
SET_BY_US = Bilingual("法律未定，由本分署訂定", "set by this branch, as the law sets none")
COURTESY = "Courtesy translation. The Chinese text has effect."


@dataclass(frozen=True, slots=True)
class LetterView:
    """One letter, the attempts to serve it, and the others that one form made."""

    row: PreemptionLetter
    services: list[LetterService]
    others: list[PreemptionLetter]
    answers: list[WaitingAnswer]


def view(ref: uuid.UUID, branch_id: int) -> LetterView | None:
    """One letter of a branch; None when there is none."""
    found = PreemptionLetter.objects.filter(ref=ref, branch_id=branch_id)
    row = found.select_related("preemption").first()
    if row is None:
        return None
    others = PreemptionLetter.objects.filter(key=row.key).exclude(id=row.id)
    return LetterView(
        row, list(LetterService.objects.filter(letter=row).order_by("id")),
        list(others.order_by("place")), waiting(row) if row.state in rules.OPEN else [],
    )  # fmt: skip


def listed(branch_id: int, *, over: bool, before: int | None = None) -> list[PreemptionLetter]:
    """What is still to be served, or what is settled; the newest first."""
    found = PreemptionLetter.objects.filter(branch_id=branch_id)
    found = found.exclude(state__in=rules.OPEN) if over else found.filter(state__in=rules.OPEN)
    if before:
        found = found.filter(id__lt=before)
    return list(found.order_by("-id")[:PAGE])


def answered_at(row: PreemptionLetter) -> str:
    """The path under which the letter is answered, with its number filled in."""
    return "/apply/PREEMPTION/?" + urlencode({"notice_no": row.number, "letter_code": code_of(row)})


def words(row: PreemptionLetter) -> Mapping[str, Any]:
    """The letter, Chinese and English; the desk is the one of today, everything else as it was issued."""
    case = cases.case_row(row.case_id)
    branch, desk = organisation.branch_by_id(row.branch_id), cases.desk_of(case)
    setting, ground = law.rule(row.rule).on(row.issued_on), GROUNDS[row.ground]
    # Where no article sets the days the branch does, and the letter says so.
    by_law = setting.source if ground.is_waived_by_law else SET_BY_US
    where = f"{branch.name_zh}（{branch.address_zh}）"
    return {
        "title": TITLE, "number": row.number, "branch": branch.name_zh, "foot": desk["foot"],
        "branch_en": branch.name_en, "name": row.holder_name, "address": row.holder_address,
        "issued": f"中華民國 {spoken_zh(row.issued_on)}", "online": ONLINE,
        "zh": {
            "title": TITLE, "facts": _facts(row, case.number, ground.name.zh),
            "until_head": "表示的期限",
            "until": f"自收到本通知之日起 {setting.value} 日內，以書面、到場或線上表示是否優先承買。",
            "said": _said_zh(ground.is_waived_by_law, where, row),
            "basis": f"依據：{ground.basis.zh}。期限：{by_law.zh}。",
        },
        "en": {
            "title": "Notice of a right of pre-emption", "courtesy": COURTESY,
            "facts": _facts_en(row, case.number, ground.name.en or ground.name.zh),
            "until_head": "When to answer",
            "until": f"Within {setting.value} days of receiving this notice, in writing, in person or online.",
            "said": _said_en(ground.is_waived_by_law, row),
            "basis": f"Basis: {ground.basis.en}. Time limit: {by_law.en}.",
        },
    }  # fmt: skip


def _facts(row: PreemptionLetter, number: str, right: str) -> list[list[str]]:
    return [
        ["執行案號", number], ["標別", row.lot], ["不動產標示", row.property],
        ["拍定價額", format_nt(row.price)], ["其他條件", row.terms or "無"], ["您的權利", right],
    ]  # fmt: skip


def _facts_en(row: PreemptionLetter, number: str, right: str) -> list[list[str]]:
    return [
        ["Case", number], ["Lot", row.lot], ["Property", row.property],
        ["Price of the sale", format_nt(row.price)], ["Other terms", row.terms or "none"],
        ["Your right", right],
    ]  # fmt: skip


def _said_zh(is_waived_by_law: bool, where: str, row: PreemptionLetter) -> Sequence[str]:
    silent = (
        "逾期沒有表示，依法視為放棄優先承買權。"
        if is_waived_by_law
        else "逾期沒有表示，本分署將依原拍定結果續行程序，發給拍定人權利移轉證書。"
    )
    return [
        "上列不動產業經本分署拍定。您是優先承買權人，可以照同樣的價額與條件全部承買；不能只買一部分，也不能另開條件。",
        f"表示時請寫明本通知文號 {row.number} 與驗證碼 {code_of(row)}，寄到或送到{where}，或掃描下方條碼線上辦理。不必附土地登記謄本，由本分署查詢。",
        f"{silent}不承買的，也可以書面告訴我們，程序會快一些。",
        "期間的末日是星期日、國定假日或其他休息日的，以次日代之；是星期六的，以次星期一上午代之。",
    ]  # fmt: skip


def _said_en(is_waived_by_law: bool, row: PreemptionLetter) -> Sequence[str]:
    silent = (
        "By statute, silence counts as giving the right up."
        if is_waived_by_law
        else "If you keep silent, the sale goes on and the certificate of transfer goes to the buyer."
    )
    return [
        "The property above was sold by this branch. You have a right to buy it first: all of it, at the same price and on the same terms.",
        f"Name the number {row.number} and the code {code_of(row)} in your answer. Send or bring it to the branch, or scan the code on the other page. No land register extract is needed: the branch looks it up.",
        f"{silent} If you do not buy, you may tell us so in writing.",
        "A period that would end on a Sunday, a holiday or another day off ends on the next day; on a Saturday, on the next Monday morning.",
    ]  # fmt: skip
