"""The enforcement certificate as a document: what it says, and when it was printed."""

import uuid
from collections.abc import Sequence
from typing import Any

from wuai.contexts.cases.models import Certificate, CertificatePrint
from wuai.contexts.cases.queries import case_row
from wuai.contexts.cases.queries_return import desk_of, what_is_left
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.kernel.money import format_nt
from wuai.kernel.roc_dates import long_zh

SAID = (
    "本件經執行，義務人現無財產可供執行，或財產經執行後不足清償，特發給本憑證，證明上列未受償金額。",
    "移送機關於執行期間屆滿前發現義務人有財產時，得以本憑證為執行名義再移送執行；執行期間不因核發憑證停止或重新起算。",
    "本憑證遺失時請向本分署申請補印；補印者載明第幾次。",
)
BASIS = "行政執行法第 7 條、第 26 條；強制執行法第 27 條"
ORIGINAL, COPY = "正本", "電子抄本"


def mark_of(no: int) -> str:
    """What a print says of itself."""
    return ORIGINAL if no == 1 else f"補印第 {no - 1} 次"


def prints(case_ref: uuid.UUID) -> Sequence[CertificatePrint]:
    """When it was printed and by whom, the first print first (1 query)."""
    return list(CertificatePrint.objects.filter(certificate__case__ref=case_ref).order_by("no"))


def document(case_ref: uuid.UUID, mark: str) -> dict[str, Any] | None:
    """What the certificate says, as the paper prints it; the desk is the one of today."""
    held = Certificate.objects.filter(case__ref=case_ref).first()
    if held is None:
        return None
    row = case_row(held.case_id)
    facts = [
        ["移送機關", organisation.agency_by_id(row.agency_id).name_zh],
        ["移送案號", row.agency_ref], ["執行案號", row.number],
        ["義務人", parties.party_row(row.obligor_id).name], ["案件類別", row.category_zh],
        ["執行名義", row.title], ["移送金額", format_nt(held.referred)],
        ["已受償金額", format_nt(held.received)],
        ["未受償金額", what_is_left(held.remaining, held.components)],
        ["執行期間屆滿", long_zh(held.limit_on)], ["核發日", long_zh(held.issued_on)],
    ]  # fmt: skip
    return {
        "title": "執行憑證", "number": held.number, "mark": mark, "facts": facts,
        "said": list(SAID), "basis": BASIS, **desk_of(row),
    }  # fmt: skip
