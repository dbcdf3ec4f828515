"""What was paid to many cases, for the page of the person who owes: a number of queries that does not grow."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum

from wuai.contexts.payments.models import Allocation, CounterReceipt


@dataclass(frozen=True, slots=True)
class PaidPart:
    """The part of a receipt that stands in one case; ``paper_no`` where a paper receipt was given."""

    receipt_ref: uuid.UUID
    case_id: int
    channel_zh: str
    channel_en: str
    amount: int
    paid_on: date
    posted_on: date
    paper_no: str


_COLUMNS = (
    "receipt_id", "receipt__ref", "case_id", "receipt__channel__name_zh",
    "receipt__channel__name_en", "sum", "receipt__paid_on", "receipt__posted_on",
)  # fmt: skip


def receipts_of_cases(case_ids: Iterable[int]) -> list[PaidPart]:
    """Every payment that stands in these cases, the latest first (2 queries)."""
    found = (
        Allocation.objects.filter(case_id__in=list(case_ids))
        .values("receipt_id", "case_id")
        .annotate(sum=Sum("amount"))
        .exclude(sum=0)
        .order_by("-receipt__paid_on", "-receipt_id", "case_id")
    )
    rows: list[tuple[Any, ...]] = list(found.values_list(*_COLUMNS))
    papers = dict(
        CounterReceipt.objects.filter(receipt_id__in={row[0] for row in rows}).values_list(
            "receipt_id", "number"
        )
    )
    return [
        PaidPart(ref, case_id, zh, en, amount, paid_on, posted_on, papers.get(receipt_id, ""))
        for receipt_id, ref, case_id, zh, en, amount, paid_on, posted_on in rows
    ]
