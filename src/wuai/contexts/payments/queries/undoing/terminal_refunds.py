"""Refunds on a terminal as pages see them."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from wuai.contexts.payments.models import CardSlip, Refund, TerminalRefund, WrongRefundSlip
from wuai.contexts.payments.rules.two_people import APPROVED
from wuai.contexts.payments.rules.undoing.terminal_refunds import TERMINAL


@dataclass(frozen=True, slots=True)
class WrongSlip:
    """Somebody said that a slip was keyed to the wrong refund; a colleague decides."""

    ref: uuid.UUID
    reason: str
    by_ref: str
    by_name: str
    decided_name: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TerminalRefundRow:
    """The slip of a refund that was made on a terminal."""

    terminal_no: str
    approval_code: str
    refunded_on: date
    by_name: str
    wrong: "WrongSlip | None" = None


def terminal_refund(refund_id: int) -> TerminalRefundRow | None:
    """The slip of a refund; None while there is none."""
    row = TerminalRefund.objects.filter(refund_id=refund_id, undone=False).first()
    if row is None:
        return None
    asked = WrongRefundSlip.objects.filter(recorded=row, decision="").first()
    return TerminalRefundRow(
        row.terminal_no, row.approval_code, row.refunded_on, row.by_name,
        _wrong(asked) if asked else None,
    )  # fmt: skip


def _wrong(asked: WrongRefundSlip) -> WrongSlip:
    return WrongSlip(
        asked.ref, asked.reason, asked.proposed_by, asked.proposed_name, asked.decided_name or "",
        asked.decided_at,
    )  # fmt: skip


def undone_slips(refund_id: int) -> list[tuple[str, WrongSlip]]:
    """The slips that were keyed to a refund and taken off it by two people, the first one first."""
    found = WrongRefundSlip.objects.filter(recorded__refund_id=refund_id, decision=APPROVED)
    return [
        (f"{one.recorded.terminal_no} {one.recorded.approval_code}", _wrong(one))
        for one in found.select_related("recorded").order_by("id")
    ]


def may_go_to_terminal(receipt_ref: uuid.UUID) -> bool:
    """Whether the money of a receipt came from a card at the counter."""
    return CardSlip.objects.filter(receipt__ref=receipt_ref).exists()


def _waiting(branch_id: int) -> QuerySet[Refund]:
    found = Refund.objects.filter(branch_id=branch_id, method=TERMINAL, decision=APPROVED)
    made = TerminalRefund.objects.filter(branch_id=branch_id, undone=False)
    return found.exclude(id__in=made.values("refund_id"))


def waiting_for_terminal(branch_id: int, *, limit: int) -> list[Refund]:
    """Approved refunds that nobody made on the terminal yet, the oldest first."""
    return list(_waiting(branch_id).order_by("id")[:limit])


def how_many_wait(branch_id: int, *, cap: int) -> int:
    """How many of them there are, counted up to a cap."""
    return _waiting(branch_id).order_by()[:cap].count()
