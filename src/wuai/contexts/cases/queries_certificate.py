"""The enforcement certificate as a document: what it says, and when it was printed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wuai.contexts.cases.models import Case, Certificate, CertificatePrint
from wuai.contexts.cases.queries import case_row
from wuai.contexts.cases.queries_return import desk_of, what_is_left
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.kernel.identity_numbers import mask_name
from wuai.kernel.money import format_nt
from wuai.kernel.roc_dates import long_zh

SAID = (
    "本件經執行，義務人現無財產可供執行，或財產經執行後不足清償，特發給本憑證，證明上列未受償金額。",
    "移送機關於執行期間屆滿前發現義務人有財產時，得以本憑證為執行名義再移送執行；執行期間不因核發憑證停止或重新起算。",
    "本憑證遺失時請向本分署申請補印；補印者載明第幾次。",
)
BASIS = "行政執行法第 7 條、第 26 條；強制執行法第 27 條"
ORIGINAL, COPY = "正本", "電子抄本"
CHECK = "掃描可查驗這是哪一份、總共印過幾份，以及後來有沒有憑以再移送本分署。"


def mark_of(no: int) -> str:
    """What a print says of itself."""
    return ORIGINAL if no == 1 else f"補印第 {no - 1} 次"


def prints(case_ref: uuid.UUID) -> Sequence[CertificatePrint]:
    """When it was printed and by whom, the first print first (1 query)."""
    return list(CertificatePrint.objects.filter(certificate__case__ref=case_ref).order_by("no"))


@dataclass(frozen=True, slots=True)
class Checked:
    """What anybody who holds a print may compare: which one it is, of how many, and what came after.

    Only a case of the branch that issued it is known here, and only one that it kept.
    """

    number: str
    branch_id: int
    issued_on: date
    obligor: str
    remaining: int
    no: int
    printed_at: datetime
    last_no: int
    referred_again_on: date | None

    @property
    def reprint(self) -> int:
        """Which reprint it is; 0 for the original."""
        return self.no - 1


def checked(token: str) -> Checked | None:
    """The print behind a QR code, with a masked name; None when there is none (4 queries).

    Its key opens it: random, one a print, and known from that paper alone. A reprint therefore
    never leads to what is said of the original.
    """
    try:
        key = uuid.UUID(token)
    except ValueError:
        return None
    one = CertificatePrint.objects.filter(key=key).select_related("certificate__case").first()
    if one is None:
        return None
    held = one.certificate
    again = Case.objects.filter(
        branch_id=held.branch_id, obligor_id=held.case.obligor_id, certificate_no=held.number
    ).exclude(status__in=["RETURNED", "WITHDRAWN"])
    name = parties.party_row(held.case.obligor_id).name
    return Checked(
        held.number, held.branch_id, held.issued_on, mask_name(name), held.remaining, one.no,
        one.at, CertificatePrint.objects.filter(certificate=held).count(),
        again.order_by("registered_on").values_list("registered_on", flat=True).first(),
    )  # fmt: skip


def document(case_ref: uuid.UUID, mark: str, check: str = "") -> dict[str, Any] | None:
    """What the certificate says, as the paper prints it; the desk is the one of today.

    ``check`` is the address that the QR code of a print leads to; a copy to read has none.
    """
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
        **({"check": check, "check_says": CHECK} if check else {}),
    }  # fmt: skip
