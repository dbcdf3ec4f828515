"""The day on which something counts in the books: never one that is closed."""

from datetime import date, timedelta

from django.db import connection

from wuai.contexts.payments.queries.receiving.closed_days import last_closed

LOCK = 0x4441  # shared by whoever books a receipt (payments_book, migration 0005)


def closed_until(branch_id: int) -> date | None:
    """The last closed day, which stays so until this transaction ends. Waits for who closes now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [LOCK, branch_id])
    return last_closed(branch_id)


def open_day(branch_id: int, on: date) -> date:
    """The day of the books: today, or the day after the last closed one. Waits for who closes now."""
    closed = closed_until(branch_id)
    return on if closed is None or on > closed else closed + timedelta(days=1)
