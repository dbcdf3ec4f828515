"""The demo cashier's till: opened before the first payment, counted and closed after the last."""

from datetime import date, datetime

from wuai.contexts.payments import api as payments
from wuai.platform.actors import Actor

FLOAT, BANK = 3000, "臺灣銀行新竹分行"


def open_till(by: Actor, at: datetime, on: date) -> None:
    """Open a till for a cashier; one who has it open already goes on with that."""
    if by.kind != "staff" or by.branch_id is None:
        return
    if payments.open_till_of(by.branch_id, by.ref) is None:
        payments.open_till(opening_float=FLOAT, by=by, at=at, on=on)


def close_till(by: Actor, at: datetime, on: date) -> None:
    """Count what should be there, close, and carry the takings to the bank."""
    held = payments.open_till_of(by.branch_id or 0, by.ref)
    if held is None:
        return
    payments.count_till(ref=held.ref, pieces=_pieces(held.should_hold), by=by, at=at)
    payments.close_till(ref=held.ref, why="", by=by, at=at, on=on)
    if held.above_float > 0:
        payments.deposit(
            ref=held.ref, amount=held.above_float, bank=BANK, slip_no=f"DEMO-{held.id:06d}",
            by=by, at=at, on=on,
        )  # fmt: skip


def _pieces(amount: int) -> dict[int, int]:
    pieces = {}
    for denomination in payments.DENOMINATIONS:
        pieces[denomination], amount = divmod(amount, denomination)
    return pieces
