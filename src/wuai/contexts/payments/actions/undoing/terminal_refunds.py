"""Give money back on the terminal that took it: the cashier uses the terminal, then records its slip."""

import uuid
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from wuai.contexts.payments.actions.books.refund_books import (
    RefundUnknown,
    give_back_to_held,
    take_off_clearing,
)
from wuai.contexts.payments.actions.desk.card_terminal import lock_terminals
from wuai.contexts.payments.models import CardSlip, OpenItem, Refund, TerminalRefund
from wuai.contexts.payments.rules.two_people import APPROVED, REFUSED, SamePerson, reason
from wuai.contexts.payments.rules.undoing import terminal_refunds as rules
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


@action("refund.terminal")
def record_refund(
    *, refund_ref: uuid.UUID, slip: rules.RefundSlip, by: Actor, at: datetime, on: date
) -> None:
    """Record the slip of an approved refund; the same slip twice is once."""
    lock_terminals(by.branch_id or 0)
    refund = _lock(refund_ref, by)
    taken = CardSlip.objects.get(receipt_id=refund.receipt_id)
    slip = rules.check_refund_slip(slip, taken)
    if _is_recorded(refund, slip, on):
        record(kind="refund", ref=refund_ref, branch_id=refund.branch_id, data={"replayed": True})
        return
    if refund.decided_by == by.ref:
        raise rules.ApproverAtTerminal
    day, again = _day_of(refund, slip, on), TerminalRefund.objects.filter(refund=refund).count()
    TerminalRefund.objects.create(
        refund=refund, slip=taken, branch_id=refund.branch_id, refunded_on=day,
        terminal_no=slip.terminal_no, approval_code=slip.approval_code, at=at, by_ref=by.ref,
        by_name=by.name, round=again,
    )  # fmt: skip
    take_off_clearing(refund, by, at, day, again=again)
    record(
        kind="refund", ref=refund_ref, branch_id=refund.branch_id,
        data={"amount": refund.amount, "terminal": slip.terminal_no, "approval": slip.approval_code},
    )  # fmt: skip


@action("refund.terminal_undo")
def give_up(*, refund_ref: uuid.UUID, why: str, by: Actor, at: datetime, on: date) -> None:
    """The terminal did not give it back: its money is held again. Not for who asked for it."""
    said, receipt_id = reason(why), _receipt_id(refund_ref, by)
    item = OpenItem.objects.select_for_update().get(receipt_id=receipt_id)
    refund = _lock(refund_ref, by)
    if TerminalRefund.objects.filter(refund=refund, undone=False).exists():
        raise rules.NotWaitingForTerminal
    if refund.proposed_by == by.ref:
        raise SamePerson
    give_back_to_held(refund, item, by, at, on)
    refund.decision = REFUSED
    refund.save(update_fields=["decision"])
    record(
        kind="refund", ref=refund_ref, reason=said, branch_id=refund.branch_id,
        data={"amount": refund.amount},
    )  # fmt: skip


def _receipt_id(refund_ref: uuid.UUID, by: Actor) -> int:
    found = Refund.objects.filter(ref=refund_ref, branch_id=by.branch_id or 0)
    receipt_id = found.values_list("receipt_id", flat=True).first()
    if receipt_id is None:
        raise RefundUnknown
    return int(receipt_id)


def _lock(refund_ref: uuid.UUID, by: Actor) -> Refund:
    held = Refund.objects.select_for_update().filter(branch_id=by.branch_id or 0)
    refund = held.filter(ref=refund_ref).first()
    if refund is None:
        raise RefundUnknown
    if (refund.method, refund.decision) != (rules.TERMINAL, APPROVED):
        raise rules.NotWaitingForTerminal
    return refund


def _is_recorded(refund: Refund, slip: rules.RefundSlip, on: date) -> bool:
    """Whether exactly this slip stands for this refund; refused when it, or another, stands elsewhere."""
    printed = {"terminal_no": slip.terminal_no, "approval_code": slip.approval_code}
    stands = TerminalRefund.objects.filter(refund=refund, undone=False).first()
    if stands is not None:
        if (stands.terminal_no, stands.approval_code) == tuple(printed.values()):
            return True
        raise rules.NotWaitingForTerminal
    other = _lately(refund, slip, on).filter(undone=False).select_related("refund").first()
    if other is not None:
        raise rules.RefundSlipUsed(number=other.refund.number, field="approval_code")
    return False


def _lately(refund: Refund, slip: rules.RefundSlip, on: date) -> QuerySet[TerminalRefund]:
    return TerminalRefund.objects.filter(
        branch_id=refund.branch_id, refunded_on__gte=on - timedelta(days=rules.SLIP_DAYS),
        terminal_no=slip.terminal_no, approval_code=slip.approval_code,
    )  # fmt: skip


def _day_of(refund: Refund, slip: rules.RefundSlip, on: date) -> date:
    """The day on which the terminal printed it: today, or when it was keyed to another refund first."""
    before = _lately(refund, slip, on).filter(undone=True).order_by("-id").first()
    return before.refunded_on if before else on
