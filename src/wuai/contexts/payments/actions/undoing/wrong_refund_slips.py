"""A refund slip keyed to the wrong refund: one says so, another decides; its posting is mirrored.

Afterwards both wait as before: the refund for its own slip, the slip for its own refund.
"""

import uuid
from datetime import datetime

from wuai.contexts.ledger import api as ledger
from wuai.contexts.payments.actions.books.booking_day import closed_until
from wuai.contexts.payments.actions.books.posting import mirror, posting_name
from wuai.contexts.payments.actions.books.refund_books import (
    HANDED_OUT,
    RefundUnknown,
    handed_out_as,
)
from wuai.contexts.payments.actions.day import bank_staging
from wuai.contexts.payments.actions.deciding import write_decision
from wuai.contexts.payments.actions.desk.card_terminal import lock_terminals
from wuai.contexts.payments.models import (
    BankMatchRefund,
    Refund,
    TerminalRefund,
    WrongRefundSlip,
)
from wuai.contexts.payments.rules.two_people import APPROVED, check_decision, reason
from wuai.contexts.payments.rules.undoing import terminal_refunds as rules
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


@action("refund.slip_wrong")
def say_wrong_slip(*, refund_ref: uuid.UUID, why: str, by: Actor, at: datetime) -> uuid.UUID:
    """Ask that the slip recorded for a refund be taken off it."""
    said, branch_id = reason(why), by.branch_id or 0
    lock_terminals(branch_id)
    refund = Refund.objects.filter(ref=refund_ref, branch_id=branch_id).first()
    if refund is None:
        raise RefundUnknown
    stands = TerminalRefund.objects.filter(refund=refund, undone=False).first()
    if stands is None:
        raise rules.SlipNotRecorded
    if WrongRefundSlip.objects.filter(recorded=stands, decision="").exists():
        raise rules.SlipUndoAsked
    _posting_that_may_go(stands)
    asked = WrongRefundSlip.objects.create(
        recorded=stands, reason=said, proposed_at=at, proposed_by=by.ref, proposed_name=by.name
    )
    record(kind="refund", ref=refund_ref, reason=said, branch_id=branch_id)
    return asked.ref


@action("refund.slip_wrong_decide")
def decide_wrong_slip(*, ref: uuid.UUID, decision: str, by: Actor, at: datetime) -> uuid.UUID:
    """Approve, which mirrors the posting and frees slip and refund, or send it back; of which refund."""
    branch_id = by.branch_id or 0
    lock_terminals(branch_id)
    held = WrongRefundSlip.objects.select_for_update(of=("self",))
    asked = held.filter(ref=ref, recorded__branch_id=branch_id).first()
    if asked is None:
        raise RefundUnknown
    check_decision(asked.proposed_by, asked.decided_name, by.ref, decision)
    recorded = TerminalRefund.objects.select_for_update(of=("self",)).get(id=asked.recorded_id)
    if decision == APPROVED:
        posting = _posting_that_may_go(recorded)
        name = posting_name(HANDED_OUT, posting[0].reference)
        mirror(branch_id, name, by=by, at=at, on=posting[0].occurred_on)
        recorded.undone = True
        recorded.save(update_fields=["undone"])
    write_decision(asked, decision, by, at)
    refund = recorded.refund
    record(
        kind="refund", ref=refund.ref, reason=asked.reason, branch_id=branch_id,
        data={"decision": decision, "amount": refund.amount, "terminal": recorded.terminal_no,
              "approval": recorded.approval_code},
    )  # fmt: skip
    return refund.ref


def _posting_that_may_go(recorded: TerminalRefund) -> list[ledger.EntryLine]:
    """The entries of the slip, while its day is open and the bank has not settled it."""
    # Locked in the order terminals, day, bank, as a day is closed and a file is read.
    closed = closed_until(recorded.branch_id)
    bank_staging.lock(recorded.branch_id)
    reference = handed_out_as(recorded.refund.ref, recorded.round)
    lines = ledger.entries_for(recorded.branch_id, HANDED_OUT, reference)
    if closed is not None and lines[0].occurred_on <= closed:
        raise rules.SlipOfClosedDay(on=lines[0].occurred_on.isoformat())
    if BankMatchRefund.objects.filter(refund_id=recorded.refund_id, undone=False).exists():
        raise rules.SlipAtTheBank
    return lines
