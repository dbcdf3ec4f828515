"""Chargebacks as the pages of a payment and of its refund see them; for cases see `of_case`."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from wuai.contexts.payments.models import CardSettlement, CardSlip, Chargeback, RefundPot


@dataclass(frozen=True, slots=True)
class ChargebackRow:
    """One notice of the acquirer and what two people decided."""

    ref: uuid.UUID
    number: str
    noticed_on: date
    amount: int
    reason: str
    proposed_at: datetime
    proposed_by: str
    proposed_name: str
    decision: str
    decided_name: str
    refund_ref: uuid.UUID | None


_COLUMNS = (
    "ref", "number", "noticed_on", "amount", "reason", "proposed_at", "proposed_by",
    "proposed_name", "decision", "decided_name", "refund__ref",
)  # fmt: skip


def chargebacks_of(receipt_ref: uuid.UUID) -> list[ChargebackRow]:
    """The notices about one receipt, the first one first."""
    found = Chargeback.objects.filter(slip__receipt__ref=receipt_ref).order_by("id")
    return [ChargebackRow(*row) for row in found.values_list(*_COLUMNS)]


def chargeback_of_refund(refund_id: int) -> ChargebackRow | None:
    """The notice by which money left as this refund; None for refunds of ours."""
    found = Chargeback.objects.filter(refund_id=refund_id).values_list(*_COLUMNS).first()
    return ChargebackRow(*found) if found else None


def may_be_charged_back(receipt_ref: uuid.UUID) -> bool:
    """Whether a receipt is a card of the counter that the acquirer has paid, and something of it is left."""
    slips = CardSlip.objects.filter(receipt__ref=receipt_ref)
    gone = RefundPot.objects.filter(receipt__ref=receipt_ref, taken=F("paid"))
    return CardSettlement.objects.filter(slip__in=slips).exists() and not gone.exists()


def may_be_voided(receipt_ref: uuid.UUID) -> bool:
    """Whether nothing of a receipt went back, and no acquirer has paid it."""
    gone = RefundPot.objects.filter(receipt__ref=receipt_ref, taken__gt=0)
    paid = CardSettlement.objects.filter(slip__receipt__ref=receipt_ref)
    return not gone.exists() and not paid.exists()
