"""What an agency would owe back, and owes back, because the books of its case are settled: on the payment's page."""

import uuid

from django.http import HttpRequest

from wuai.contexts.payments.queries.day.standing import OwedBack, owed_back, would_owe_back
from wuai.contexts.payments.queries.receiving.receipts import ReceiptFacts


def owing(facts: ReceiptFacts, charged: int | None) -> dict[str, object]:
    """What agencies would owe back if all left its cases, or what the notice that waits takes; and owe already."""
    ref: uuid.UUID = facts.line.ref
    whole = would_owe_back(ref) if facts.on_cases else []
    part = would_owe_back(ref, charged) if whole and charged is not None else []
    return {
        "owing": whole, "owing_total": _sum(whole), "owing_charged": part,
        "owing_charged_total": _sum(part), "owed_back": owed_back(ref),
    }  # fmt: skip


def _sum(rows: list[OwedBack]) -> int:
    return sum(row.amount for row in rows)


def seen(request: HttpRequest) -> int:
    """What who decides saw agencies owe back."""
    given = request.POST.get("owed_back", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 16 else 0
