"""Receipts, of fees too, that somebody wants to void or to take off their cases: a second person decides."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from wuai.contexts.payments.models import FeeVoid, TakeOff, VoidRequest

VOID, OFF, FEE = "VOID", "TAKE_OFF", "FEE_VOID"


@dataclass(frozen=True, slots=True)
class ToUndo:
    """One request: of which kind, of how much, who asked."""

    kind: str
    receipt_ref: uuid.UUID
    amount: int
    at: datetime
    by_name: str


def to_undo(branch_id: int, *, reader: str, limit: int) -> list[ToUndo]:
    """What waits for somebody else than who asked, the oldest first."""
    columns = ("receipt__ref", "receipt__amount", "proposed_at", "proposed_name")
    found: list[ToUndo] = []
    for kind, model in ((VOID, VoidRequest), (OFF, TakeOff), (FEE, FeeVoid)):
        waiting = model._default_manager.filter(decision="", receipt__branch_id=branch_id)
        others = waiting.exclude(proposed_by=reader).order_by("id")
        found += [ToUndo(kind, *row) for row in others.values_list(*columns)[:limit]]
    return sorted(found, key=lambda one: (one.at, one.receipt_ref))[:limit]
