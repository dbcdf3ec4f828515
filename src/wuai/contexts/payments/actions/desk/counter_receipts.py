"""Print a numbered receipt (R65): the first print is the receipt, all others are reprints."""

import uuid
from datetime import datetime

from django.db import connection

from wuai.contexts.payments.models import CounterReceipt, ReceiptPrint
from wuai.contexts.payments.rules.desk.counter_receipts import ReceiptUnknown
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

_LOCK = 0x5250


@action("receipt.print")
def print_receipt(*, ref: uuid.UUID, key: uuid.UUID, by: Actor, at: datetime) -> int:
    """Count one print and say which one it is; the same button pressed twice is one print."""
    paper = CounterReceipt.objects.filter(receipt__ref=ref, branch_id=by.branch_id or 0).first()
    if paper is None:
        raise ReceiptUnknown
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, paper.id % 2**31])
    prints = ReceiptPrint.objects.filter(paper=paper)
    first = prints.filter(key=key).first()
    if first is None:
        first = ReceiptPrint.objects.create(
            paper=paper, no=prints.count() + 1, key=key, at=at, by_ref=by.ref, by_name=by.name
        )
    record(kind="payment", ref=ref, data={"print": first.no})
    return first.no
