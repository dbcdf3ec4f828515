"""What a refund does in the books: held money moves on its way back, and from there to the payee or home."""

from datetime import date, datetime

from wuai.contexts.ledger import api as ledger
from wuai.contexts.payments.actions.books.booking_day import open_day
from wuai.contexts.payments.actions.books.posting import posting_name
from wuai.contexts.payments.models import Allocation, OpenItem, Receipt, Refund, RefundPot
from wuai.contexts.payments.rules.online.card_refunds import CARD
from wuai.kernel.refusal import Refusal
from wuai.platform.actors import Actor

ASKED, UNDONE, HANDED_OUT = "REFUND", "REFUND_UNDO", "REFUND_PAID"


class RefundUnknown(Refusal):
    code = "REFUND_UNKNOWN"
    zh = "本分署查無此退還申請"
    en = "This branch has no such request for a refund"
    next_zh = "請由退還清單查找"
    next_en = "Look for it in the list of refunds"
    status = 404


def take_from_pot(receipt: Receipt, amount: int) -> None:
    """Take from (or put back into) what of a receipt is on its way back."""
    RefundPot.objects.get_or_create(receipt=receipt, defaults={"paid": receipt.amount})
    pot = RefundPot.objects.select_for_update().get(receipt=receipt)
    pot.taken += amount  # the table refuses more than was paid
    pot.save(update_fields=["taken"])


def settle_item(item: OpenItem, at: datetime | None) -> None:
    """Mark an open item as settled, or as open again."""
    item.settled_at = at
    item.save(update_fields=["settled_at"])


def move(
    refund: Refund, kind: str, way: tuple[str, str], by: Actor, at: datetime, on: date
) -> None:
    """Move the money between what is held and what is on its way back, in books and allocations."""
    (source, target), booked_on = way, open_day(refund.branch_id, on)
    accounts = ledger.accounts(refund.branch_id, [(source, ""), (target, "")])
    subjects = {"REFUND": refund.id}
    ledger.post(
        branch_id=refund.branch_id, kind=kind, reference=str(refund.ref), occurred_on=booked_on,
        entries=[
            ledger.Entry(accounts[code, ""], subjects.get(code, refund.receipt_id), "", amount)
            for code, amount in ((source, refund.amount), (target, -refund.amount))
        ],
        by=by, at=at,
    )  # fmt: skip
    Allocation.objects.bulk_create(
        Allocation(
            receipt_id=refund.receipt_id, target=code, amount=amount, at=at,
            posting=posting_name(kind, refund.ref), booked_on=booked_on,
        )
        for code, amount in ((source, -refund.amount), (target, refund.amount))
    )  # fmt: skip


def give_back_to_held(refund: Refund, item: OpenItem, by: Actor, at: datetime, on: date) -> None:
    """A refund that is not made: its money is held again, and somebody must look at it again."""
    move(refund, UNDONE, ("REFUND", refund.source), by, at, on)
    take_from_pot(refund.receipt, -refund.amount)
    settle_item(item, None)


def handed_out_as(ref: object, again: int = 0) -> str:
    """How the ledger names money that left for a refund; ``again`` counts what was undone before."""
    return f"{ref}:{again}" if again else str(ref)


def take_off_clearing(
    refund: Refund, by: Actor, at: datetime, on: date, *, again: int = 0, kind: str = HANDED_OUT
) -> None:
    """Money that went back to a card: who settles cards keeps it from what they pay us next.

    After the close of its day it counts on the next, as receipts and fees do.
    """
    booked_on = open_day(refund.branch_id, on)
    accounts = ledger.accounts(refund.branch_id, [("REFUND", ""), ("CLEARING", CARD)])
    ledger.post(
        branch_id=refund.branch_id, kind=kind, reference=handed_out_as(refund.ref, again),
        occurred_on=booked_on,
        entries=[
            ledger.Entry(accounts["REFUND", ""], refund.id, "", refund.amount),
            ledger.Entry(accounts["CLEARING", CARD], None, "", -refund.amount),
        ],
        by=by, at=at,
    )  # fmt: skip
