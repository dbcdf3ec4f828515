"""Give back what was paid too much: one asks, another decides, the bank or the cashier pays.

Asking already takes the money out of what is held, so that nothing can be given back twice; the
row of the receipt's pot is what requests queue for.
"""

import uuid
from datetime import date, datetime

from wuai.contexts.cases import api as cases
from wuai.contexts.ledger import api as ledger
from wuai.contexts.parties import api as parties
from wuai.contexts.payments.actions.books.booking_day import open_day
from wuai.contexts.payments.actions.books.refund_books import (
    ASKED,
    HANDED_OUT,
    RefundUnknown,
    give_back_to_held,
    move,
    settle_item,
    take_from_pot,
)
from wuai.contexts.payments.actions.deciding import write_decision
from wuai.contexts.payments.actions.desk.till_cash import lock_till_of
from wuai.contexts.payments.actions.online.card_refunds import make_ready
from wuai.contexts.payments.actions.receiving.settle import NothingHeld, held_of, lock_item
from wuai.contexts.payments.models import (
    CardSlip,
    CounterReceipt,
    OpenItem,
    Payout,
    Receipt,
    Refund,
    Slip,
    TillCash,
)
from wuai.contexts.payments.models.refunds import ACCOUNT
from wuai.contexts.payments.queries.online.card_orders import is_given_back, paid_by_card
from wuai.contexts.payments.rules.online.card_refunds import CARD, GivenBackAlready, NotByCard
from wuai.contexts.payments.rules.out.payouts import CANCELLED, Payee, mask_account, names_agree
from wuai.contexts.payments.rules.out.refunds import COUNTER, TRANSFER, Wish, check_amount, whereto
from wuai.contexts.payments.rules.two_people import APPROVED, REFUSED, check_decision
from wuai.contexts.payments.rules.undoing.terminal_refunds import TERMINAL, NotAtTerminal
from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import roc_year
from wuai.platform import numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.crypto import seal, unseal


class CounterRefundOnce(Refusal):
    code = "COUNTER_REFUND_ONCE"
    zh = "這筆收款已有一次現金退出，不能再次由櫃檯退現"
    en = "Cash of this receipt was handed out once already"
    next_zh = "請改以匯款退還"
    next_en = "Refund the rest by transfer"


@action("refund.request")
def request_refund(
    *, item_ref: uuid.UUID, seen: int, amount: int, wish: Wish, by: Actor, at: datetime, on: date
) -> uuid.UUID:
    """Ask that held money go back; ``seen`` is what the requester saw as available."""
    item = lock_item(item_ref, by.branch_id)
    source, held = held_of(item.receipt)
    check_amount(seen=seen, held=held, amount=amount)
    receipt = item.receipt
    if receipt is None or source not in ("OVERPAYMENT", "SUSPENSE"):
        raise NothingHeld
    _refuse_given_back(receipt)
    if wish.method == CARD and paid_by_card(receipt) is None:
        raise NotByCard(field="method")
    if wish.method == TERMINAL and not CardSlip.objects.filter(receipt=receipt).exists():
        raise NotAtTerminal(field="method")
    agrees = _id_agrees(receipt, wish)
    where, ref = whereto(wish, known_name(receipt), id_agrees=agrees), uuid.uuid4()
    take_from_pot(receipt, amount)
    year = roc_year(on)
    serial = numbers.take(branch_id=receipt.branch_id, year=year, kind="refund")
    sealed = seal(ACCOUNT, str(ref), where.payee.account) if where.payee else None
    refund = Refund.objects.create(
        ref=ref, branch_id=receipt.branch_id, receipt=receipt, number=f"{year}退字第{serial:06d}號",
        source=source, ground=wish.ground, method=wish.method, amount=amount, seen=seen,
        payee_name=where.name, name_agrees=where.name_agrees, name_note=wish.name_note.strip()[:200],
        bank=where.payee.bank if where.payee else "", account=sealed,
        account_mask=mask_account(where.payee.account) if where.payee else "",
        identity_seen=wish.identity_seen.strip()[:40] if wish.method == COUNTER else "",
        proposed_at=at, proposed_by=by.ref, proposed_name=by.name,
    )  # fmt: skip
    move(refund, ASKED, (source, "REFUND"), by, at, on)
    if held == amount:
        settle_item(item, at)
    record(
        kind="refund", ref=ref, branch_id=receipt.branch_id,
        data={"amount": amount, "seen": seen, "method": wish.method, "receipt": str(receipt.ref),
              "id_agrees": agrees},
    )  # fmt: skip
    return ref


def _refuse_given_back(receipt: Receipt) -> None:
    """A chargeback paid it already: whoever pays it now, pays it twice."""
    if is_given_back(receipt):
        raise GivenBackAlready


def known_name(receipt: Receipt) -> str:
    """Whose money it is as far as we know: who stands on the paper, else who was asked to pay."""
    paper = CounterReceipt.objects.filter(receipt=receipt).values_list("payer", flat=True).first()
    if paper:
        return paper
    if receipt.slip is None:
        return ""
    return parties.party_row(_asked_to_pay(receipt.slip)).name


def _asked_to_pay(slip: Slip) -> int:
    # A guarantor has slips of his own; all others are the obligor's.
    return slip.payer_id or cases.case_row(slip.case_id).obligor_id


def _id_agrees(receipt: Receipt, wish: Wish) -> bool | None:
    """Whether the number of the document is the payer's; None when somebody else takes the money."""
    if wish.method != COUNTER or receipt.slip is None:
        return None
    payer = parties.party_row(_asked_to_pay(receipt.slip))
    if not payer.id_masked or not names_agree(wish.name, payer.name):
        return None
    found = parties.find(receipt.branch_id, wish.id_number) if wish.id_number.strip() else []
    return payer.id in {row.id for row in found}


@action("refund.decide")
def decide_refund(*, ref: uuid.UUID, decision: str, by: Actor, at: datetime, on: date) -> None:
    """Approve, after which the bank or the cashier pays, or refuse, which gives the money back."""
    found = Refund.objects.filter(ref=ref)
    asked = (found if by.branch_id is None else found.filter(branch_id=by.branch_id)).first()
    if asked is None:
        raise RefundUnknown
    check_decision(asked.proposed_by, asked.decided_name, by.ref, decision)
    if decision == APPROVED:
        _refuse_given_back(asked.receipt)
    till = None
    if decision == APPROVED and asked.method == COUNTER:
        till = lock_till_of([asked.proposed_by, by.ref], asked.branch_id)
    item = OpenItem.objects.select_for_update().get(receipt_id=asked.receipt_id)
    refund = Refund.objects.select_for_update().get(ref=ref)
    check_decision(refund.proposed_by, refund.decided_name, by.ref, decision)
    if till is not None:
        _hand_out(refund, till.id, by, at, on)
    elif decision != APPROVED:
        give_back_to_held(refund, item, by, at, on)
    elif refund.method == CARD:
        make_ready(refund)
    write_decision(refund, APPROVED if decision == APPROVED else REFUSED, by, at)
    record(
        kind="refund", ref=ref, branch_id=refund.branch_id,
        data={"decision": refund.decision, "amount": refund.amount},
    )  # fmt: skip


def _hand_out(refund: Refund, till_id: int, by: Actor, at: datetime, on: date) -> None:
    """Cash leaves the till of the person who saw the proof of identity."""
    if TillCash.objects.filter(receipt_id=refund.receipt_id, amount__lt=0).exists():
        raise CounterRefundOnce
    accounts = ledger.accounts(refund.branch_id, [("REFUND", ""), ("CASH", "")])
    ledger.post(
        branch_id=refund.branch_id, kind=HANDED_OUT, reference=str(refund.ref),
        occurred_on=open_day(refund.branch_id, on),
        entries=[
            ledger.Entry(accounts["REFUND", ""], refund.id, "", refund.amount),
            ledger.Entry(accounts["CASH", ""], None, "", -refund.amount),
        ],
        by=by, at=at,
    )  # fmt: skip
    TillCash.objects.create(
        till_id=till_id, receipt_id=refund.receipt_id, amount=-refund.amount, at=at
    )


def waiting_transfers(branch_id: int) -> list[tuple[Refund, Payee]]:
    """Approved refunds by transfer that are in no payment, locked; with their opened accounts."""
    paid = Payout.objects.filter(refund__isnull=False).exclude(status=CANCELLED)
    found = Refund.objects.select_for_update().filter(
        branch_id=branch_id, decision=APPROVED, method=TRANSFER
    )
    return [
        (refund, Payee(refund.payee_name, refund.bank, _account(refund)))
        for refund in found.exclude(id__in=paid.values("refund_id")).order_by("id")
    ]


def _account(refund: Refund) -> str:
    if refund.account is None:
        raise ValueError("a transfer without an account")
    return unseal(ACCOUNT, str(refund.ref), refund.account)
