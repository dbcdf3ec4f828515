"""Refunds to cards as pages and jobs see them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from wuai.contexts.payments.gateways.hosted_card import Merchant
from wuai.contexts.payments.models import CardRefund, Receipt
from wuai.contexts.payments.queries.online.card_orders import paid_by_card
from wuai.contexts.payments.queries.online.online import merchant_of_contract


def merchant_of_refund(ref: uuid.UUID, *, simulator: str) -> tuple[str, Merchant]:
    """The platform and the account by which a refund goes back to its card."""
    card = CardRefund.objects.select_related("attempt").get(ref=ref)
    return merchant_of_contract(card.attempt.contract_id, simulator=simulator)


@dataclass(frozen=True, slots=True)
class CardRefundRow:
    """What became of a refund at the platform."""

    state: str
    order_no: str
    asked_at: datetime | None
    code: str
    told: str
    told_why: str
    told_by: str
    told_name: str
    told_at: datetime | None


def card_refund(refund_id: int) -> CardRefundRow | None:
    """What became of a refund at the platform; None for refunds that go another way."""
    card = CardRefund.objects.filter(refund_id=refund_id).select_related("attempt").first()
    if card is None:
        return None
    return CardRefundRow(
        card.state, card.attempt.order_no, card.asked_at, card.code, card.told, card.told_why,
        card.told_by, card.told_name, card.told_at,
    )  # fmt: skip


def may_go_to_card(receipt_ref: uuid.UUID) -> bool:
    """Whether the money of a receipt came from a card whose platform can give it back."""
    receipt = Receipt.objects.filter(ref=receipt_ref).first()
    return receipt is not None and paid_by_card(receipt) is not None


def undecided_refunds(branch_id: int) -> Q:
    """Refunds that wait for a person: for the decision, or to find out what the platform did."""
    unclear = CardRefund.objects.filter(state="UNCLEAR", refund__branch_id=branch_id)
    return Q(branch_id=branch_id, decision="") | Q(id__in=unclear.values("refund_id"))
