"""What somebody wants to undo, a receipt or the record of a refund slip: a second person decides."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from wuai.contexts.payments.models import Chargeback, FeeVoid, TakeOff, VoidRequest, WrongRefundSlip

VOID, OFF, FEE, SLIP, CHARGED = "VOID", "TAKE_OFF", "FEE_VOID", "REFUND_SLIP", "CHARGEBACK"


@dataclass(frozen=True, slots=True)
class ToUndo:
    """One request: of which kind, about which receipt (or refund), of how much, who asked."""

    kind: str
    ref: uuid.UUID
    amount: int
    at: datetime
    by_name: str


def to_undo(branch_id: int, *, reader: str, limit: int) -> list[ToUndo]:
    """What waits for somebody else than who asked, the oldest first."""
    found: list[ToUndo] = []
    for kind, model, about in (
        (VOID, VoidRequest, "receipt"), (OFF, TakeOff, "receipt"), (FEE, FeeVoid, "receipt"),
        (SLIP, WrongRefundSlip, "recorded__refund"),
        (CHARGED, Chargeback, "slip__receipt"),
    ):  # fmt: skip
        waiting = model._default_manager.filter(decision="", **{f"{about}__branch_id": branch_id})
        others = waiting.exclude(proposed_by=reader).order_by("id")
        columns = (f"{about}__ref", f"{about}__amount", "proposed_at", "proposed_name")
        found += [ToUndo(kind, *row) for row in others.values_list(*columns)[:limit]]
    return sorted(found, key=lambda one: (one.at, one.ref))[:limit]
