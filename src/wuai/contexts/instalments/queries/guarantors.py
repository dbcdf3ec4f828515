"""Claims against guarantors: one whole for its page and letter, those of a case for who enforces."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from wuai.contexts.cases import api as cases
from wuai.contexts.instalments.models import GuarantorClaim, GuarantorPart, Surety
from wuai.contexts.instalments.queries.standings import owed_in_order
from wuai.contexts.instalments.rules import guarantors as rules
from wuai.contexts.parties import api as parties
from wuai.contexts.payments import api as payments


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One guarantor of a plan; ``claim`` is None as long as nobody told him to pay."""

    surety: Surety
    person: parties.PartyRow
    claim: GuarantorClaim | None
    cases: tuple[cases.CaseRow, ...]
    owed: int
    paid: int
    slips: tuple[payments.SlipRow, ...]
    obligor_until: date | None

    @property
    def left(self) -> int:
        """What can still be asked of him."""
        most = self.claim.most if self.claim else min(self.surety.amount or self.owed, self.owed)
        return max(min(most - self.paid, self.owed), 0)


def claim_view(plan_ref: uuid.UUID, surety_ref: uuid.UUID, *, branch_id: int) -> ClaimView | None:
    """One guarantor of a plan of this branch; None when there is none."""
    found = Surety.objects.filter(plan__ref=plan_ref, plan__branch_id=branch_id, ref=surety_ref)
    surety = found.filter(kind="GUARANTOR").select_related("plan").first()
    if surety is None or surety.party_id is None:
        return None
    claim = GuarantorClaim.objects.filter(surety=surety).select_related("document").first()
    refs = (
        list(GuarantorPart.objects.filter(claim=claim).values_list("ref", flat=True))
        if claim
        else []
    )
    owed = owed_in_order(surety.plan_id)
    whole = payments.slip_rows(case_ids=list(owed))
    return ClaimView(
        surety, parties.party_row(surety.party_id), claim,
        tuple(cases.case_rows(list(owed)).values()), sum(owed.values()),
        sum(payments.paid_on_slips(refs).values()), tuple(payments.instalment_slips(refs)),
        max((slip.due_on for slip in whole.values()), default=None),
    )  # fmt: skip


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
        refs = list(GuarantorPart.objects.filter(claim=claim).values_list("ref", flat=True))
        paid = sum(payments.paid_on_slips(refs).values())
        owed = sum(owed_in_order(claim.plan_id).values())
        left = min(claim.most - paid, owed)
        if claim.surety.party_id is not None and left > 0:
            rows.append(Reachable(claim.ref, claim.number, claim.surety.party_id, left))
    return rows


def open_claims(case_ids: Iterable[int]) -> list[uuid.UUID]:
    """Claims that money to these cases may have changed, oldest first."""
    found = GuarantorClaim.objects.filter(parts__case_id__in=list(case_ids))
    found = found.exclude(state=rules.LIFTED)
    return list(found.order_by("id").values_list("ref", flat=True).distinct())


def to_enforce(branch_id: int, on: date) -> list[GuarantorClaim]:
    """Claims whose day has passed and that nobody took further."""
    found = GuarantorClaim.objects.filter(branch_id=branch_id, state=rules.DEMANDED, due_on__lt=on)
    return list(found.select_related("plan", "surety").order_by("due_on", "id"))
