"""A bank that carries out a payout file and answers; it misbehaves when told to."""

import random
from datetime import date

from wuai.contexts.payments.gateways.payouts import codec

UNKNOWN_ACCOUNT = ("R01", "查無此帳號")
OTHER_NAME = ("R02", "戶名不符")


def answer(
    content: bytes, on: date, *, returned: frozenset[str] = frozenset(), misbehave: str = "",
    seed: int = 1,
) -> bytes:  # fmt: skip
    """The result file for a payout file; ``returned`` are numbers that come back.

    ``misbehave``: ``twice`` answers every line two times, ``shuffled`` in another order,
    ``wrong_amount`` changes one amount, ``stranger`` adds a payment that is not ours, ``silent``
    leaves the last one out.
    """
    _, orders = codec.read_orders(content)
    rows = [_row(order, on, is_returned=order.number in returned) for order in orders]
    if misbehave == "twice":
        rows = [row for row in rows for _ in range(2)]
    if misbehave == "shuffled":
        random.Random(seed).shuffle(rows)  # noqa: S311 - a simulation, the same every time
    if misbehave == "wrong_amount":
        number, amount, *rest = rows[0]
        rows[0] = (number, amount + 1, *rest)  # type: ignore[assignment]  # as many values as before
    if misbehave == "stranger":
        rows.append(("999付字第00000001號", 1, codec.PAID, on, "", ""))
    if misbehave == "silent":
        rows.pop()
    return codec.write_result(rows)


def _row(
    order: codec.Order, on: date, *, is_returned: bool
) -> tuple[str, int, str, date, str, str]:
    if is_returned:
        return (order.number, order.amount, codec.RETURNED, on, *UNKNOWN_ACCOUNT)
    return (order.number, order.amount, codec.PAID, on, "", "")
