"""Batches, payments, what came back and what waits to be paid, as pages show them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from wuai.contexts.payments.models import (
    CardRefund,
    OpenItem,
    Payout,
    PayoutBatch,
    PayoutResult,
    PayoutResultLine,
    Refund,
    TerminalRefund,
)
from wuai.contexts.payments.queries.online.card_refunds import undecided_refunds
from wuai.contexts.payments.rules.out.payout_postings import BACK, SENT
from wuai.contexts.payments.rules.out.payouts import CANCELLED, RETURNED
from wuai.contexts.payments.rules.undoing.chargebacks import CHARGEBACK, TAKEN
from wuai.contexts.payments.rules.undoing.terminal_refunds import DONE, READY, TERMINAL

PER_PAGE = 50


def open_returns(branch_id: int) -> QuerySet[Payout]:
    """Payments that came back and were not paid again."""
    again = Payout.objects.filter(replaces__isnull=False).exclude(status=CANCELLED)
    found = Payout.objects.filter(branch_id=branch_id, status=RETURNED)
    return found.exclude(id__in=again.values("replaces_id"))


def unpaid(branch_id: int) -> list[tuple[str, int]]:
    """What each agency is owed now and is in no payment yet, by its code."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.reference, -sum(e.amount) FROM ledger_ledgerentry e"
            " JOIN ledger_ledgeraccount a ON a.id = e.account_id"
            " JOIN ledger_ledgertransaction t ON t.id = e.transaction_id"
            " WHERE a.branch_id = %s AND a.code = 'PAYABLE' AND t.kind NOT IN (%s, %s)"
            " AND NOT EXISTS (SELECT 1 FROM payments_payoutline l"
            "  WHERE l.entry_id = e.id AND l.is_live)"
            " GROUP BY 1 HAVING sum(e.amount) <> 0 ORDER BY 1",
            [branch_id, SENT, BACK],
        )
        return [(code, int(amount)) for code, amount in cursor.fetchall()]


def batches(branch_id: int, *, before: int | None = None) -> list[PayoutBatch]:
    """The newest batches of a branch."""
    found = PayoutBatch.objects.filter(branch_id=branch_id)
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found.order_by("-id")[:PER_PAGE])


def batch(branch_id: int, ref: uuid.UUID) -> PayoutBatch | None:
    """One batch of a branch; None when there is none."""
    return PayoutBatch.objects.filter(branch_id=branch_id, ref=ref).first()


def payouts_of(held: PayoutBatch) -> list[Payout]:
    """The payments of a batch in the order of its file."""
    found = Payout.objects.filter(batch=held).select_related("agency", "replaces")
    return list(found.order_by("id"))


def returned(branch_id: int) -> list[Payout]:
    """What came back and was not paid again, the oldest first."""
    found = open_returns(branch_id).select_related("agency")
    return list(found.order_by("settled_on", "id")[:PER_PAGE])


def returned_one(
    ref: uuid.UUID, *, branch_id: int | None = None, agency_id: int | None = None
) -> tuple[Payout, Payout | None] | None:
    """One payment that came back, and the one by which it was paid again, if it was."""
    found: QuerySet[Payout] = Payout.objects.filter(ref=ref, status="RETURNED")
    if branch_id is not None:
        found = found.filter(branch_id=branch_id)
    if agency_id is not None:
        found = found.filter(agency_id=agency_id)
    held = found.select_related("agency", "branch", "refund").first()
    if held is None:
        return None
    again = Payout.objects.filter(replaces=held).exclude(status=CANCELLED).first()
    return held, again


def agency_payouts(agency_id: int, *, before: int | None = None) -> list[Payout]:
    """What was sent to an agency by every branch, the newest first."""
    found = Payout.objects.filter(agency_id=agency_id, status__in=["SENT", "PAID", "RETURNED"])
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found.select_related("branch", "replaces").order_by("-id")[:PER_PAGE])


def agency_returns(agency_id: int) -> list[Payout]:
    """What came back from an agency's account and waits for the right one."""
    again = Payout.objects.filter(replaces__isnull=False).exclude(status=CANCELLED)
    found = Payout.objects.filter(agency_id=agency_id, status="RETURNED")
    found = found.exclude(id__in=again.values("replaces_id")).select_related("branch")
    return list(found.order_by("settled_on", "id")[:PER_PAGE])


def results(branch_id: int) -> list[PayoutResult]:
    """The newest result files."""
    return list(PayoutResult.objects.filter(branch_id=branch_id).order_by("-id")[:PER_PAGE])


def result(branch_id: int, ref: uuid.UUID) -> PayoutResult | None:
    """One result file of a branch."""
    return PayoutResult.objects.filter(branch_id=branch_id, ref=ref).first()


def result_lines(held: PayoutResult) -> list[PayoutResultLine]:
    """The lines of a result file, what was refused and came back first."""
    found = PayoutResultLine.objects.filter(result=held).select_related("payout")
    order = {"REJECTED": 0, "RETURNED": 1, "DUPLICATE": 2, "PAID": 3}
    return sorted(found, key=lambda one: (order[one.outcome], one.line))


def refunds(branch_id: int, *, before: int | None = None) -> list[tuple[Refund, str]]:
    """The newest refunds with how far each is."""
    found = Refund.objects.filter(branch_id=branch_id)
    if before is not None:
        found = found.filter(id__lt=before)
    rows = list(found.order_by("-id")[:PER_PAGE])
    states = _states(rows)
    return [(row, states[row.id]) for row in rows]


def refund(branch_id: int, ref: uuid.UUID) -> tuple[Refund, str] | None:
    """One refund of a branch with how far it is; None when there is none."""
    found = Refund.objects.filter(branch_id=branch_id, ref=ref).select_related("receipt").first()
    return None if found is None else (found, _states([found])[found.id])


def _states(rows: list[Refund]) -> dict[int, str]:
    """ASKED, REFUSED, HANDED_OUT or WAITING; once in a payment, what that payment is."""
    payouts = Payout.objects.filter(refund_id__in=[row.id for row in rows])
    sent = dict(payouts.exclude(status=CANCELLED).order_by("id").values_list("refund_id", "status"))
    cards = CardRefund.objects.filter(refund_id__in=[row.id for row in rows])
    sent |= {card.refund_id: f"CARD_{card.state}" for card in cards}
    made = TerminalRefund.objects.filter(refund_id__in=[row.id for row in rows], undone=False)
    sent |= dict.fromkeys(made.values_list("refund_id", flat=True), DONE)
    return {row.id: _state(row, sent.get(row.id, "")) for row in rows}


def _state(row: Refund, sent: str) -> str:
    if not row.decision:
        return "ASKED"
    if row.decision != "APPROVED":
        return "REFUSED"
    first = {"COUNTER": "HANDED_OUT", TERMINAL: READY, CHARGEBACK: TAKEN}
    return sent or first.get(row.method, "WAITING")


def item_of(receipt_id: int) -> OpenItem | None:
    """The open item of a receipt."""
    return OpenItem.objects.filter(receipt_id=receipt_id).first()


@dataclass(frozen=True, slots=True)
class ToDecide:
    """A batch of payments or a refund that waits for the second person."""

    is_batch: bool
    ref: uuid.UUID
    number: str
    at: datetime
    by_name: str


def to_decide(branch_id: int, *, limit: int) -> list[ToDecide]:
    """What waits for the second person, the oldest first."""
    batches = PayoutBatch.objects.filter(branch_id=branch_id, decision="").order_by("id")
    refunds = Refund.objects.filter(undecided_refunds(branch_id)).order_by("id")
    found = [
        ToDecide(True, b.ref, b.number, b.prepared_at, b.prepared_name) for b in batches[:limit]
    ]
    found += [
        ToDecide(False, r.ref, r.number, r.proposed_at, r.proposed_name) for r in refunds[:limit]
    ]
    return sorted(found, key=lambda one: one.at)[:limit]


def undecided(branch_id: int, *, cap: int) -> int:
    """How many batches and refunds wait for the second person, counted up to a cap."""
    waiting = PayoutBatch.objects.filter(branch_id=branch_id, decision="").order_by()
    asked = Refund.objects.filter(undecided_refunds(branch_id)).order_by()
    return min(waiting[:cap].count() + asked[:cap].count(), cap)
