"""A card of the counter that the acquirer takes back after it paid: one records the notice, another decides.

The money leaves its cases (a paid one opens again; of one with settled books the agency owes it) and the
books at once; the bank pays that much less.
"""

import uuid
from datetime import date, datetime

from wuai.contexts.payments.actions.books.owed_back import Who
from wuai.contexts.payments.actions.books.refund_books import (
    ASKED,
    move,
    settle_item,
    take_from_pot,
    take_off_clearing,
)
from wuai.contexts.payments.actions.deciding import write_decision
from wuai.contexts.payments.actions.desk.card_terminal import lock_terminals
from wuai.contexts.payments.actions.out.refunds import known_name
from wuai.contexts.payments.actions.receiving.settle import held_of
from wuai.contexts.payments.actions.undoing.take_off import leave_cases
from wuai.contexts.payments.actions.undoing.void import receipt_of
from wuai.contexts.payments.models import (
    CardSettlement,
    CardSlip,
    Chargeback,
    OpenItem,
    Receipt,
    Refund,
    RefundPot,
    VoidRequest,
)
from wuai.contexts.payments.rules.desk.counter_receipts import ReceiptUnknown
from wuai.contexts.payments.rules.two_people import APPROVED, check_decision
from wuai.contexts.payments.rules.undoing import chargebacks as rules
from wuai.contexts.payments.rules.undoing.take_off import NothingOnCases
from wuai.kernel.roc_dates import roc_year
from wuai.platform import numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


@action("chargeback.record")
def record_chargeback(
    *, receipt_ref: uuid.UUID, notice: rules.Notice, by: Actor, at: datetime, on: date
) -> uuid.UUID:
    """Write down what the acquirer's notice says; a colleague decides."""
    receipt = receipt_of(receipt_ref, by.branch_id)
    lock_terminals(receipt.branch_id)  # one notice after the other
    slip = CardSlip.objects.filter(receipt=receipt).first()
    voided = VoidRequest.objects.filter(receipt=receipt, decision=APPROVED).exists()
    if slip is None or voided or not CardSettlement.objects.filter(slip=slip).exists():
        raise rules.NotASettledCard
    clean = rules.check_notice(notice, paid_on=slip.paid_on, on=on, left=_left(receipt))
    same = Chargeback.objects.filter(branch_id=receipt.branch_id, number=clean.number)
    waiting = Chargeback.objects.filter(slip=slip, decision="")
    if same.filter(decision__in=["", APPROVED]).exists() or waiting.exists():
        raise rules.NoticeRecorded(number=clean.number)
    asked = Chargeback.objects.create(
        branch_id=receipt.branch_id, slip=slip, number=clean.number, noticed_on=clean.noticed_on,
        amount=clean.amount, reason=clean.why, proposed_at=at, proposed_by=by.ref,
        proposed_name=by.name,
    )  # fmt: skip
    record(
        kind="payment", ref=receipt_ref, reason=clean.why, branch_id=receipt.branch_id,
        data={"notice": clean.number, "amount": clean.amount},
    )  # fmt: skip
    return asked.ref


@action("chargeback.decide")
def decide_chargeback(
    *, ref: uuid.UUID, decision: str, by: Actor, at: datetime, on: date, owed_back: int = 0
) -> uuid.UUID:
    """Approve, after which the money is gone and its cases owe again, or refuse; of which receipt.

    ``owed_back`` is what the decider saw agencies owe back for cases with settled books.
    """
    asked = Chargeback.objects.select_for_update(of=("self",)).filter(ref=ref).first()
    if asked is None:
        raise ReceiptUnknown
    receipt = receipt_of(asked.slip.receipt.ref, by.branch_id)
    check_decision(asked.proposed_by, asked.decided_name, by.ref, decision)
    if decision == APPROVED:
        _take(receipt, asked, (by, at, on), owed_back)
    write_decision(asked, decision, by, at, "refund")
    record(
        kind="payment", ref=receipt.ref, reason=asked.reason, branch_id=receipt.branch_id,
        data={"decision": decision, "notice": asked.number, "amount": asked.amount},
    )  # fmt: skip
    return receipt.ref


def _left(receipt: Receipt) -> int:
    """What of a receipt is neither given back nor on its way back."""
    pot = RefundPot.objects.filter(receipt=receipt).first()
    return int(receipt.amount - (pot.taken if pot else 0))


def _take(receipt: Receipt, asked: Chargeback, who: Who, seen: int) -> None:
    by, at, on = who
    # Locked in the order request, item, cases, as where money is taken off its cases.
    item = OpenItem.objects.select_for_update().filter(receipt=receipt).first()
    left = _left(receipt)
    if asked.amount > left:
        raise rules.MoreThanIsLeft(amount=f"{asked.amount:,}", left=f"{left:,}")
    if held_of(receipt)[1] < asked.amount:
        try:
            leave_cases(receipt, asked, who, needed=asked.amount - held_of(receipt)[1], seen=seen)
        except NothingOnCases as error:  # a colleague took it off its cases just before
            raise rules.MovedMeanwhile from error
        item = OpenItem.objects.select_for_update().get(receipt=receipt)
    source, held = held_of(receipt)
    take_from_pot(receipt, asked.amount)
    asked.refund = refund = _way_out(receipt, asked, (source, held), by, at, on)
    move(refund, ASKED, (source, "REFUND"), by, at, on)
    if item is not None and held == asked.amount:
        settle_item(item, at)
    take_off_clearing(refund, by, at, on, kind=rules.CHARGEBACK)


def _way_out(
    receipt: Receipt, asked: Chargeback, source: tuple[str, int], by: Actor, at: datetime, on: date
) -> Refund:
    year = roc_year(on)
    serial = numbers.take(branch_id=receipt.branch_id, year=year, kind="refund")
    return Refund.objects.create(
        branch_id=receipt.branch_id, receipt=receipt, number=f"{year}退字第{serial:06d}號",
        source=source[0], seen=source[1], amount=asked.amount, ground=rules.CHARGEBACK,
        method=rules.CHARGEBACK, payee_name=asked.slip.holder or known_name(receipt),
        name_agrees=True, proposed_at=asked.proposed_at, proposed_by=asked.proposed_by,
        proposed_name=asked.proposed_name, decision=APPROVED, decided_at=at, decided_by=by.ref,
        decided_name=by.name,
    )  # fmt: skip
