"""Claims against guarantors: one whole for its page and letter, those of a case for who enforces."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from wuai.contexts.cases import api as cases
from wuai.contexts.instalments.models import GuarantorClaim, GuarantorPart, Plan, Surety
from wuai.contexts.instalments.queries.standings import owed_in_order
from wuai.contexts.instalments.rules import guarantors as rules
from wuai.contexts.notices import api as notices
from wuai.contexts.parties import api as parties
from wuai.contexts.payments import api as payments


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One guarantor of a plan and the last claim; None as long as nobody told him to pay.

    ``obligor_until`` is the earliest day that can be the obligor's; None while the plan runs.
    """

    surety: Surety
    person: parties.PartyRow
    claim: GuarantorClaim | None
    cases: tuple[cases.CaseRow, ...]
    owed: int
    paid: int
    slips: tuple[payments.SlipRow, ...]
    obligor_until: date | None

    @property
    def may_claim(self) -> bool:
        """Whether he can be told to pay: never was, or that claim was lifted."""
        return self.claim is None or self.claim.state == rules.LIFTED

    @property
    def left(self) -> int:
        """What can still be asked of him."""
        if self.claim is None or self.claim.state == rules.LIFTED:
            return asked_at_most(self.surety, self.owed, paid_by(self.surety.id))
        return max(min(self.claim.most - self.paid, self.owed), 0)


def claim_view(plan_ref: uuid.UUID, surety_ref: uuid.UUID, *, branch_id: int) -> ClaimView | None:
    """One guarantor of a plan of this branch; None when there is none."""
    found = Surety.objects.filter(plan__ref=plan_ref, plan__branch_id=branch_id, ref=surety_ref)
    surety = found.filter(kind="GUARANTOR").select_related("plan").first()
    if surety is None or surety.party_id is None:
        return None
    found_claims = GuarantorClaim.objects.filter(surety=surety).select_related("document")
    claim = found_claims.order_by("-id").first()
    refs = (
        list(GuarantorPart.objects.filter(claim=claim).values_list("ref", flat=True))
        if claim
        else []
    )
    owed = owed_in_order(surety.plan_id)
    return ClaimView(
        surety, parties.party_row(surety.party_id), claim,
        tuple(cases.case_rows(list(owed)).values()), sum(owed.values()),
        paid_to(claim) if claim else 0, tuple(payments.instalment_slips(refs)),
        obligor_until(surety.plan),
    )  # fmt: skip


def obligor_until(plan: Plan) -> date | None:
    """The day on the slips of the notice that went out when the plan was revoked; it never moves.

    Where no notice could go out, the day of the revocation. None while the plan was not revoked.
    """
    if plan.status != "REVOKED":
        return None
    days = [
        slip.due_on
        for batch in notices.batches_of_request(plan.branch_id, f"instalment:{plan.ref}")
        for slip in payments.slip_rows(notice_ref=batch.ref).values()
    ]
    return max(days, default=plan.ended_on)


def paid_by(surety_id: int) -> int:
    """What came on all the slips that a guarantor was ever given for this surety."""
    refs = GuarantorPart.objects.filter(claim__surety_id=surety_id).values_list("ref", flat=True)
    return sum(payments.paid_on_slips(list(refs)).values())


def paid_to(claim: GuarantorClaim) -> int:
    """What he paid since he was told to pay by this claim."""
    return paid_by(claim.surety_id) - claim.before


def asked_at_most(surety: Surety, owed: int, paid: int) -> int:
    """What he can be asked for: what is owed, up to what is left of the sum in his letter."""
    return owed if surety.amount is None else max(min(surety.amount - paid, owed), 0)


@dataclass(frozen=True, slots=True)
class Reachable:
    """Somebody whose property may be enforced against for a case, up to what is left of his share."""

    claim_ref: uuid.UUID
    number: str
    party_id: int
    left: int


def reachable_guarantors(case_id: int) -> Sequence[Reachable]:
    """The guarantors of a case who may be enforced against now."""
    found = GuarantorClaim.objects.filter(state=rules.EXECUTING, parts__case_id=case_id)
    rows = []
    for claim in found.select_related("surety").order_by("id"):
        owed = sum(owed_in_order(claim.plan_id).values())
        left = min(claim.most - paid_to(claim), owed)
        if claim.surety.party_id is not None and left > 0:
            rows.append(Reachable(claim.ref, claim.number, claim.surety.party_id, left))
    return rows


def open_claims(case_ids: Iterable[int]) -> list[uuid.UUID]:
    """Claims that money to these cases may have changed, oldest first."""
    found = GuarantorClaim.objects.filter(parts__case_id__in=list(case_ids))
    found = found.exclude(state=rules.LIFTED)
    return list(found.order_by("id").values_list("ref", flat=True).distinct())


def late_claims(on: date) -> list[uuid.UUID]:
    """Open claims of all branches whose day has passed, oldest first: their slips are over."""
    found = GuarantorClaim.objects.filter(state__in=rules.OPEN, due_on__lt=on)
    return list(found.order_by("id").values_list("ref", flat=True))


def to_enforce(branch_id: int, on: date) -> list[GuarantorClaim]:
    """Claims whose day has passed and that nobody took further."""
    found = GuarantorClaim.objects.filter(branch_id=branch_id, state=rules.DEMANDED, due_on__lt=on)
    return list(found.select_related("plan", "surety").order_by("due_on", "id"))
