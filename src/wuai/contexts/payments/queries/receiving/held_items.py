"""What was paid too much with the slips of a case and can still go back, for who asks for it."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from wuai.contexts.payments.models import Allocation, OpenItem
from wuai.contexts.payments.queries.online.card_orders import paid_by_card

HELD = ("OVERPAYMENT", "SUSPENSE")
GROUNDS = {"PAID_TWICE": "PAID_TWICE", "UNKNOWN_NUMBER": "NOT_OURS"}


@dataclass(frozen=True, slots=True)
class HeldItem:
    """Money of one receipt that no case needs: how much, why, and whether it came from a card."""

    ref: uuid.UUID
    held: int
    ground: str
    paid_on: date
    by_card: bool


def held_items_of_case(case_id: int) -> list[HeldItem]:
    """The open items of a case with the money they hold, the first one first.

    What came by slips of somebody else than the obligor is not his to ask for.
    """
    found = OpenItem.objects.filter(
        receipt__slip__case_id=case_id, receipt__slip__payer=None, settled_at=None
    )
    items = list(found.select_related("receipt").order_by("id"))
    given = Allocation.objects.filter(receipt__in=[i.receipt_id for i in items], target__in=HELD)
    sums = dict(given.values_list("receipt_id").annotate(sum=Sum("amount")))
    rows = []
    for item in items:
        held = sums.get(item.receipt_id, 0)
        if item.receipt is not None and held > 0:
            ground = GROUNDS.get(item.reason, "OVERPAID")
            by_card = paid_by_card(item.receipt) is not None
            rows.append(HeldItem(item.ref, held, ground, item.receipt.paid_on, by_card))
    return rows
