"""Receipts, files and open items as pages show them."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from wuai.contexts.cases import api as cases
from wuai.contexts.payments.models import (
    Allocation,
    CardSettlement,
    Chargeback,
    CounterReceipt,
    OpenItem,
    RawEvent,
    Receipt,
    SettlementFile,
    SettlementProposal,
    TakeOff,
    VoidRequest,
)
from wuai.contexts.payments.queries.receiving import waiting
from wuai.kernel.bilingual import Bilingual

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One receipt in a list."""

    id: int
    ref: uuid.UUID
    posted_on: date
    paid_on: date
    amount: int
    channel_zh: str
    channel_en: str
    number: str
    paper_no: str
    is_late: bool
    is_void: bool
    is_taken_back: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Where a part of a receipt went."""

    target: str
    case_id: int | None
    component: str
    amount: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person proposed and another decided."""

    ref: uuid.UUID
    amount: int
    case_id: int | None
    reason: str
    proposed_at: datetime
    proposed_by: str
    proposed_name: str
    decision: str
    decided_at: datetime | None
    decided_name: str


@dataclass(frozen=True, slots=True)
class LatePayment:
    """A payment after the day printed on its slip: that day, the printed amount, and what the case
    owed after it, with what had accrued by the day of the payment.
    """

    due_on: date
    days: int
    printed: int
    still_owed: int


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """A receipt with all that its page shows."""

    line: ReceiptLine
    place: str
    serial: str
    payer: str
    by_name: str
    taken_at: datetime
    parts: list[Part]
    voidings: list[Decision]
    late: LatePayment | None
    take_offs: list[Decision]

    @property
    def on_cases(self) -> int:
        """How much of it stands on cases."""
        return sum(part.amount for part in self.parts if part.case_id)

    @property
    def take_off(self) -> Decision | None:
        """The request to take it off its cases that waits for a decision."""
        return next((one for one in self.take_offs if not one.decision), None)

    @property
    def waiting(self) -> Decision | None:
        """The voiding that waits for a decision."""
        return next((v for v in self.voidings if not v.decision), None)


def receipts(branch_id: int, *, before: int | None = None) -> list[ReceiptLine]:
    """The newest receipts of a branch."""
    found = Receipt.objects.filter(branch_id=branch_id)
    return _lines(found if before is None else found.filter(id__lt=before))


def agency_receipts(agency_id: int, *, before: int | None = None) -> list[ReceiptLine]:
    """What an agency reported for its own cases, the newest first."""
    mine = Allocation.objects.filter(target="CASE", case__agency_id=agency_id, amount__gt=0)
    found = Receipt.objects.filter(channel__code="AGENCY", id__in=mine.values("receipt_id"))
    return _lines(found if before is None else found.filter(id__lt=before))


def _lines(found: QuerySet[Receipt]) -> list[ReceiptLine]:
    rows = list(found.select_related("channel", "event").order_by("-id")[:PER_PAGE])
    ids = [row.id for row in rows]
    papers = dict(
        CounterReceipt.objects.filter(receipt_id__in=ids).values_list("receipt_id", "number")
    )
    void = set(
        VoidRequest.objects.filter(receipt_id__in=ids, decision="APPROVED").values_list(
            "receipt_id", flat=True
        )
    )
    charged = Chargeback.objects.filter(slip__receipt_id__in=ids, decision="APPROVED")
    taken_back = set(charged.values_list("slip__receipt_id", flat=True))
    return [
        ReceiptLine(
            row.id, row.ref, row.posted_on, row.paid_on, row.amount, row.channel.name_zh,
            row.channel.name_en, row.event.number, papers.get(row.id, ""), row.is_late,
            row.id in void, row.id in taken_back,
        )
        for row in rows
    ]  # fmt: skip


def receipt_facts(branch_id: int, ref: uuid.UUID) -> ReceiptFacts | None:
    """One receipt of a branch with where its money went; None when there is none."""
    found = Receipt.objects.filter(branch_id=branch_id, ref=ref)
    lines = _lines(found)
    if not lines:
        return None
    receipt = found.select_related("event", "slip").get()
    paper = CounterReceipt.objects.filter(receipt=receipt).first()
    parts = [
        Part(a.target, a.case_id, a.component, a.amount, a.at)
        for a in Allocation.objects.filter(receipt=receipt).order_by("id")
    ]
    voidings = [_decision(v) for v in VoidRequest.objects.filter(receipt=receipt).order_by("id")]
    return ReceiptFacts(
        lines[0], receipt.event.place, receipt.event.serial, paper.payer if paper else "",
        receipt.by_name, receipt.taken_at, parts, voidings, _late(receipt),
        [_decision(one) for one in TakeOff.objects.filter(receipt=receipt).order_by("id")],
    )  # fmt: skip


def _late(receipt: Receipt) -> LatePayment | None:
    slip = receipt.slip
    if not receipt.is_late or slip is None:
        return None
    lines = cases.explain(cases.case_row(slip.case_id), receipt.paid_on)
    return LatePayment(
        slip.due_on, (receipt.paid_on - slip.due_on).days, slip.amount,
        max(sum(line.amount for line in lines), 0),
    )  # fmt: skip


def _decision(asked: SettlementProposal | TakeOff | VoidRequest) -> Decision:
    amount = asked.amount if isinstance(asked, SettlementProposal) else 0
    case_id = asked.case_id if isinstance(asked, SettlementProposal) else None
    return Decision(
        asked.ref, amount, case_id, asked.reason, asked.proposed_at, asked.proposed_by,
        asked.proposed_name, asked.decision, asked.decided_at, asked.decided_name or "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An open item with all that its page shows."""

    ref: uuid.UUID
    reason: str
    since: date
    owner_ref: str
    owner_name: str
    settled_at: datetime | None
    note: str
    event: RawEvent
    channel: Bilingual
    receipt_ref: uuid.UUID | None
    receipt_amount: int
    slip_case_id: int | None
    held: int
    proposals: list[Decision]

    @property
    def waiting(self) -> Decision | None:
        """The proposal that waits for a decision."""
        return next((p for p in self.proposals if not p.decision), None)


def item_facts(branch_id: int, ref: uuid.UUID) -> ItemFacts | None:
    """One open item of a branch; None when there is none."""
    item = (
        OpenItem.objects.select_related("event__channel", "receipt__slip")
        .filter(branch_id=branch_id, ref=ref)
        .first()
    )
    if item is None:
        return None
    receipt, channel = item.receipt, item.event.channel
    given = Allocation.objects.filter(receipt=receipt) if receipt else Allocation.objects.none()
    held = given.exclude(target__in=["CASE", "REFUND"])
    return ItemFacts(
        item.ref, item.reason, item.since, item.owner_ref, item.owner_name, item.settled_at,
        item.note, item.event, Bilingual(channel.name_zh, channel.name_en),
        receipt.ref if receipt else None, receipt.amount if receipt else 0,
        receipt.slip.case_id if receipt and receipt.slip else None, sum(a.amount for a in held),
        [_decision(p) for p in SettlementProposal.objects.filter(item=item).order_by("id")],
    )  # fmt: skip


def files(branch_id: int) -> list[SettlementFile]:
    """The newest files of a branch."""
    found = SettlementFile.objects.filter(branch_id=branch_id).select_related("channel")
    return list(found.order_by("-id")[:PER_PAGE])


def file(branch_id: int, ref: uuid.UUID) -> SettlementFile | None:
    """One file of a branch; None when there is none."""
    found = SettlementFile.objects.filter(branch_id=branch_id, ref=ref)
    return found.select_related("channel").first()


def file_lines(file_id: int, *, only_odd: bool, after: int = 0, limit: int = PER_PAGE) -> list[Any]:
    """Lines of a file in its order; ``only_odd``: those that were not simply put on a case."""
    found = RawEvent.objects.filter(file_id=file_id, line__gt=after)
    if only_odd:
        nowhere = Q(id__in=waiting.on_no_case([file_id]).values("event_id"))
        found = found.filter(~Q(outcome="POSTED") | nowhere)
    return list(found.order_by("line")[:limit])


def at_the_counter(file_id: int) -> set[int]:
    """Lines of a file, by their ids, that are cards which the counter had recorded already."""
    found = CardSettlement.objects.filter(event__file_id=file_id, event__outcome="DUPLICATE")
    return set(found.values_list("event_id", flat=True))
