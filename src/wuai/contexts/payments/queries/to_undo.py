"""Receipts that somebody wants to void, or to take off their cases, and that wait for a second person."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from wuai.contexts.payments.models import TakeOff, VoidRequest


@dataclass(frozen=True, slots=True)
class ToUndo:
    """One request: whether it voids the receipt, of how much, who asked."""

    is_void: bool
    receipt_ref: uuid.UUID
    amount: int
    at: datetime
    by_name: str


def to_undo(branch_id: int, *, limit: int) -> list[ToUndo]:
    """What waits, the oldest first."""
    columns = ("receipt__ref", "receipt__amount", "proposed_at", "proposed_name")
    voids = VoidRequest.objects.filter(decision="", receipt__branch_id=branch_id)
    offs = TakeOff.objects.filter(decision="", receipt__branch_id=branch_id)
    found = [ToUndo(True, *row) for row in voids.order_by("id").values_list(*columns)[:limit]]
    found += [ToUndo(False, *row) for row in offs.order_by("id").values_list(*columns)[:limit]]
    return sorted(found, key=lambda one: (one.at, one.receipt_ref))[:limit]
