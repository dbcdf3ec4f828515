"""The notice to a guarantor: why he is asked, for how much, until when, how to pay, what he can do."""

import uuid
from typing import Any

from wuai.contexts.cases import api as cases
from wuai.contexts.instalments.models import GuarantorClaim, GuarantorPart
from wuai.contexts.instalments.queries.letters import slip_faces
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.contexts.payments import api as payments
from wuai.kernel.money import format_nt
from wuai.kernel.roc_dates import long_zh

BASIS = "行政執行法第 18 條"


def notice(ref: uuid.UUID) -> dict[str, Any] | None:
    """What stands on the notice; None when one was set already."""
    claim = GuarantorClaim.objects.select_related("plan", "surety").get(ref=ref)
    if claim.document_id is not None or claim.surety.party_id is None:
        return None
    plan = claim.plan
    parts = dict(GuarantorPart.objects.filter(claim=claim).values_list("ref", "case_id"))
    numbers = cases.numbers_of(list(parts.values()))
    branch, section = (
        organisation.branch_by_id(plan.branch_id),
        organisation.section(plan.section_id),
    )
    signed = long_zh(claim.surety.signed_on) if claim.surety.signed_on else ""
    return {
        "number": claim.number, "title": "限期清償通知（保證人）", "branch": branch.name_zh,
        "facts": [
            ["日期", long_zh(claim.demanded_on)],
            ["保證人", parties.party_row(claim.surety.party_id).name],
            ["義務人", parties.party_row(plan.obligor_id).name],
            ["分期編號", plan.number],
            ["執行案號", "、".join(numbers[one] for one in parts.values())],
            ["請清償", f"{format_nt(claim.most)}，於 {long_zh(claim.due_on)} 以前"],
        ],
        "said": [
            f"您於 {signed} 簽立擔保書，載明義務人逃亡或不履行義務時由您負清償責任。",
            f"該件分期已廢止，義務人逾 {long_zh(claim.obligor_until)} 之限期仍未履行。"
            f"請於 {long_zh(claim.due_on)} 以前，以下列繳款單清償上列金額。",
            "屆期仍未清償，本分署得逕就您的財產執行。您繳納的金額記入上列案件，義務人的欠款同時減少。",
            "對本通知不服，得於執行程序終結前聲明異議（行政執行法第 9 條）。一次繳清有困難，請先與承辦股聯絡。",
        ],
        "rows": [], "signers": [],
        "foot": f"{branch.name_zh} {section.name_zh}　電話 {section.phone or branch.phone}",
        "basis": BASIS,
        "slips": slip_faces(payments.instalment_slips(parts), {one: n for n, one in enumerate(parts, 1)}),
    }  # fmt: skip
