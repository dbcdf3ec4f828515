"""The line to somebody outside: one folder per party, one error."""

from django.db import transaction


class GatewayError(Exception):
    """The line is down (``temporary``) or the other side refuses what we sent."""

    def __init__(self, message: str, *, temporary: bool) -> None:
        super().__init__(message)
        self.temporary = temporary


def outside_transaction() -> None:
    """No telephone inside a transaction: every client calls this before it speaks."""
    if transaction.get_connection().in_atomic_block:
        raise RuntimeError("a gateway was called inside a transaction")
