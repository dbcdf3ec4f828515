"""Take a receipt back: one asks, another decides; every posting of it is mirrored."""

import uuid
from datetime import date, datetime

from wuai.contexts.cases import api as cases
from wuai.contexts.payments.actions.books.booking_day import open_day
from wuai.contexts.payments.actions.books.owed_back import Who, agencies_owe, settled_of
from wuai.contexts.payments.actions.books.posting import REVERSAL, mirror, posting_name
from wuai.contexts.payments.actions.deciding import write_decision
from wuai.contexts.payments.actions.desk.card_terminal import CARD, lock_terminals
from wuai.contexts.payments.actions.desk.cheques import take_back_cheque
from wuai.contexts.payments.actions.desk.till_cash import give_back, lock_till_to_give_back
from wuai.contexts.payments.events import PaymentReversed
from wuai.contexts.payments.models import (
    Allocation,
    CardSettlement,
    OpenItem,
    Receipt,
    RefundPot,
    SettlementProposal,
    TakeOff,
    VoidRequest,
)
from wuai.contexts.payments.queries.day.standing import standing
from wuai.contexts.payments.rules.desk.counter_receipts import ReceiptUnknown
from wuai.contexts.payments.rules.receiving.placing import AGENCY
from wuai.contexts.payments.rules.two_people import APPROVED, REFUSED, check_decision, reason
from wuai.contexts.payments.rules.undoing.owed_back import check_seen
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish


class AlreadyVoided(Refusal):
    code = "RECEIPT_VOIDED"
    zh = "此收款已作廢或已申請作廢"
    en = "This receipt was voided, or its voiding was asked for"
    next_zh = "請查看收款紀錄"
    next_en = "Look at the receipt"


class CardSettled(Refusal):
    code = "CARD_SETTLED"
    zh = "這筆刷卡已由收單機構撥款，不能作廢"
    en = "The acquirer has paid this card payment: it cannot be voided"
    next_zh = (
        "請改為「移出案件」，再以端末機退刷原卡；收單機構已自行扣回（爭議款）的，請登錄扣回通知"
    )
    next_en = (
        "Take the money off its cases instead, then refund it to the card on the terminal; if the"
        " acquirer took it back itself (chargeback), record its notice"
    )


class ReceiptRefunded(Refusal):
    code = "RECEIPT_REFUNDED"
    zh = "此收款已有款項退還（或退還中），不能作廢"
    en = "Money of this receipt was given back, or is on its way: it cannot be voided"
    next_zh = "請先駁回退還申請；已退還的，由二人另行處理溢退"
    next_en = "Refuse the refund first; what is gone already is settled apart by two people"


def receipt_of(ref: uuid.UUID, branch_id: int | None) -> Receipt:
    """A receipt, of one branch where the caller belongs to one."""
    found = Receipt.objects.filter(ref=ref)
    receipt = (found if branch_id is None else found.filter(branch_id=branch_id)).first()
    if receipt is None:
        raise ReceiptUnknown
    return receipt


@action("receipt.void_request")
def request_void(*, ref: uuid.UUID, why: str, by: Actor, at: datetime) -> uuid.UUID:
    """Ask that a mis-keyed or bounced receipt be taken back."""
    receipt = receipt_of(ref, by.branch_id)
    if VoidRequest.objects.filter(receipt=receipt, decision__in=["", APPROVED]).exists():
        raise AlreadyVoided
    asked = VoidRequest.objects.create(
        receipt=receipt, reason=reason(why), proposed_at=at, proposed_by=by.ref,
        proposed_name=by.name,
    )  # fmt: skip
    record(kind="payment", ref=ref, reason=asked.reason, branch_id=receipt.branch_id)
    return asked.ref


@action("receipt.void_decide")
def decide_void(
    *, ref: uuid.UUID, decision: str, by: Actor, at: datetime, on: date, owed_back: int = 0
) -> None:
    """Approve, which mirrors every posting of the receipt and reopens its cases, or refuse.

    ``owed_back`` is what the decider saw agencies owe back for cases with settled books.
    """
    asked = VoidRequest.objects.select_for_update().filter(ref=ref).first()
    if asked is None:
        raise ReceiptUnknown
    receipt = receipt_of(asked.receipt.ref, by.branch_id)
    check_decision(asked.proposed_by, asked.decided_name, by.ref, decision)
    if decision == APPROVED:
        _take_back(receipt, asked, (by, at, on), owed_back)
    write_decision(asked, decision, by, at, "booked_on")
    record(
        kind="payment", ref=receipt.ref, reason=asked.reason, branch_id=receipt.branch_id,
        data={"decision": decision},
    )  # fmt: skip


def _take_back(receipt: Receipt, asked: VoidRequest, who: Who, seen: int) -> None:
    by, at, on = who
    # A closed day stays: the voiding counts on the day of the decision, or the next open one.
    asked.booked_on = booked_on = open_day(receipt.branch_id, on)
    till = lock_till_to_give_back(receipt, [asked.proposed_by, by.ref])
    TakeOff.objects.filter(receipt=receipt, decision="").update(
        decision=REFUSED, decided_at=at, decided_by=by.ref, decided_name=by.name
    )
    items = list(OpenItem.objects.select_for_update().filter(receipt=receipt))
    _refuse_what_is_gone(receipt)
    for item in items:
        SettlementProposal.objects.filter(item=item, decision="").update(
            decision=REFUSED, decided_at=at, decided_by=by.ref, decided_name=by.name
        )
        item.settled_at = at
        item.save(update_fields=["settled_at"])
    # Locked in the order till, requests, items, cases; allocations are read after the locks.
    touched = Allocation.objects.filter(receipt=receipt, case__isnull=False)
    rows = cases.lock_cases(touched.values_list("case_id", flat=True))
    parts, settled = standing(receipt.id), settled_of(rows)
    if receipt.channel.code != AGENCY:  # what an agency took itself, it does not owe us
        check_seen(parts, settled, seen)
    _mirror_all(receipt, booked_on, by, at)
    give_back(till, receipt, at)
    take_back_cheque(receipt, asked.reason, at, on)
    agencies_owe(receipt, asked, parts, settled, who)
    # Only the cases on which money still stood owe again; it may have been taken off some before.
    owing = {part.case_id for part in parts} - settled
    for row in rows:
        if row.status == "PAID" and row.id in owing:
            cases.reopen(case_id=row.id, reason=asked.reason, by=by, at=at, on=on)
    publish(
        PaymentReversed(
            branch_id=receipt.branch_id, receipt_ref=str(receipt.ref), on=on.isoformat(),
            request_ref=str(asked.ref), case_ids=sorted(owing),
        )
    )  # fmt: skip


def _mirror_all(receipt: Receipt, booked_on: date, by: Actor, at: datetime) -> None:
    allocations = list(Allocation.objects.filter(receipt=receipt).order_by("id"))
    for name in dict.fromkeys(a.posting for a in allocations):
        mirror(receipt.branch_id, name, by=by, at=at, on=booked_on)
    Allocation.objects.bulk_create(
        Allocation(
            receipt=receipt, target=a.target, case_id=a.case_id, component=a.component,
            amount=-a.amount, posting=posting_name(REVERSAL, a.posting), at=at,
            booked_on=booked_on,
        )
        for a in allocations
    )  # fmt: skip


def _refuse_what_is_gone(receipt: Receipt) -> None:
    """Money that went back, or that the acquirer paid, is no slip of the hand."""
    if RefundPot.objects.filter(receipt=receipt, taken__gt=0).exists():
        raise ReceiptRefunded
    if receipt.channel.code == CARD:
        lock_terminals(receipt.branch_id)
        if CardSettlement.objects.filter(slip__receipt=receipt).exists():
            raise CardSettled
