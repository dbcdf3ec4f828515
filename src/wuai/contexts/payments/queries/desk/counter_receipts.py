"""Numbered receipts: all that the paper says, its prints, and what the public may ask of it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from wuai.contexts.cases import api as cases
from wuai.contexts.payments.models import (
    Allocation,
    CardSlip,
    CounterReceipt,
    ReceiptPrint,
    TillCash,
    VoidRequest,
)
from wuai.contexts.payments.queries.desk import fees
from wuai.contexts.payments.rules.desk.counter_receipts import GENUINE, VOID


@dataclass(frozen=True, slots=True)
class PaperLine:
    """What a receipt paid off: component of a case."""

    number: str
    component: str
    amount: int


@dataclass(frozen=True, slots=True)
class PrintRow:
    """One print."""

    no: int
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class ReceiptPaper:
    """A receipt as it is printed."""

    id: int
    ref: uuid.UUID
    branch_id: int
    number: str
    token: uuid.UUID
    payer: str
    amount: int
    paid_on: date
    channel_zh: str
    channel_en: str
    by_name: str
    taken_at: datetime
    change: int
    is_void: bool
    case_refs: tuple[uuid.UUID, ...]
    lines: tuple[PaperLine, ...]
    prints: tuple[PrintRow, ...]
    card: str

    @property
    def verify_url(self) -> str:
        """Where the QR code leads."""
        return f"{settings.SITE_URL}/receipts/verify/{self.token}"


def receipt_paper(branch_id: int, ref: uuid.UUID) -> ReceiptPaper | None:
    """The paper of a receipt of a branch; None when it has no number."""
    found = CounterReceipt.objects.filter(branch_id=branch_id, receipt__ref=ref)
    held = found.select_related("receipt__channel").first()
    if held is None:
        return None
    receipt = held.receipt
    # What it paid when it was handed out: later rows move or take back.
    parts = list(
        Allocation.objects.filter(
            receipt=receipt, target="CASE", posting=f"PAYMENT:{receipt.ref}", amount__gt=0
        ).order_by("id")
    )
    rows = cases.case_rows({part.case_id for part in parts if part.case_id})
    card = CardSlip.objects.filter(receipt=receipt).first()
    cash = TillCash.objects.filter(receipt=receipt, amount__gt=0).first()
    return ReceiptPaper(
        held.id, receipt.ref, branch_id, held.number, held.token, held.payer, receipt.amount,
        receipt.paid_on, receipt.channel.name_zh, receipt.channel.name_en, receipt.by_name,
        receipt.taken_at, cash.tendered - cash.amount if cash and cash.tendered else 0,
        _is_void(receipt.id), tuple(row.ref for row in rows.values()),
        tuple(PaperLine(rows[p.case_id].number, p.component, p.amount)
              for p in parts if p.case_id in rows),
        tuple(PrintRow(p.no, p.at, p.by_name)
              for p in ReceiptPrint.objects.filter(paper=held).order_by("no")),
        f"****{card.last_four} {card.terminal_no} {card.approval_code}" if card else "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verified:
    """What anybody who holds the paper may compare: number, day and amount, nothing else."""

    state: str
    number: str
    paid_on: date
    amount: int


def verified(token: str) -> Verified | None:
    """The receipt behind a QR code; None when there is none."""
    try:
        wanted = uuid.UUID(token)
    except ValueError:
        return None
    held = CounterReceipt.objects.filter(token=wanted).select_related("receipt").first()
    if held is None:
        return _verified_fee(wanted)
    state = VOID if _is_void(held.receipt_id) else GENUINE
    return Verified(state, held.number, held.receipt.paid_on, held.receipt.amount)


def _verified_fee(token: uuid.UUID) -> Verified | None:
    found = fees.verified(token)
    if found is None:
        return None
    state = VOID if found.is_void else GENUINE
    return Verified(state, found.row.number, found.row.taken_on, found.row.amount)


def _is_void(receipt_id: int) -> bool:
    return VoidRequest.objects.filter(receipt_id=receipt_id, decision="APPROVED").exists()
