"""What was paid to one case, receipt by receipt."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Sum

from wuai.contexts.payments.models import Allocation


@dataclass(frozen=True, slots=True)
class CasePayment:
    """The part of a receipt that stands in a case; what was taken back is already off."""

    receipt_ref: uuid.UUID
    channel_code: str
    channel_zh: str
    channel_en: str
    amount: int
    paid_on: date
    posted_on: date
    is_late: bool


_COLUMNS = (
    "receipt__ref", "receipt__channel__code", "receipt__channel__name_zh",
    "receipt__channel__name_en", "sum", "receipt__paid_on", "receipt__posted_on",
    "receipt__is_late",
)  # fmt: skip


def payments_of_case(case_id: int) -> list[CasePayment]:
    """Every payment that stands in a case, the first one first."""
    found = (
        Allocation.objects.filter(case_id=case_id)
        .values("receipt_id")
        .annotate(sum=Sum("amount"))
        .exclude(sum=0)
        .order_by("receipt__paid_on", "receipt_id")
    )
    return [CasePayment(*row) for row in found.values_list(*_COLUMNS)]


@dataclass(frozen=True, slots=True)
class HeldPayment:
    """The part of a receipt that a case could not take, or has no longer: ``held`` here, ``returning``
    on its way back, or ``taken_back``: it left this case when the acquirer took back its card, or a
    part of it (``posted_on`` its notice's day).

    ``payer_id`` is the party whose slip it came by, None for the obligor: nobody else is told of it.
    """

    receipt_ref: uuid.UUID
    channel_zh: str
    channel_en: str
    held: int
    returning: int
    paid_on: date
    posted_on: date
    payer_id: int | None
    taken_back: int = 0


_HELD = """
SELECT ref, name_zh, name_en, held, back, paid_on, posted_on, payer_id, taken_back FROM (
SELECT r.id, r.ref, c.name_zh, c.name_en, coalesce(sum(a.amount) FILTER (WHERE a.target <> 'REFUND'), 0)::bigint AS held,
    coalesce(sum(a.amount) FILTER (WHERE a.target = 'REFUND'), 0)::bigint AS back, r.paid_on,
    r.posted_on, s.payer_id, 0 AS taken_back
FROM payments_slip s JOIN payments_receipt r ON r.slip_id = s.id
JOIN payments_channel c ON c.id = r.channel_id JOIN payments_allocation a ON a.receipt_id = r.id
WHERE s.case_id = %(case)s AND a.target IN ('SUSPENSE', 'OVERPAYMENT', 'REFUND')
GROUP BY r.id, c.id, s.payer_id HAVING sum(a.amount) > 0
UNION ALL
SELECT r.id, r.ref, c.name_zh, c.name_en, 0, 0, r.paid_on, h.noticed_on, NULL, -sum(a.amount)::bigint
FROM payments_allocation a JOIN payments_cardslip k ON k.receipt_id = a.receipt_id
JOIN payments_chargeback h ON h.slip_id = k.id AND h.decision = 'APPROVED'
    AND a.posting = 'REVERSAL:' || h.ref
JOIN payments_receipt r ON r.id = k.receipt_id JOIN payments_channel c ON c.id = r.channel_id
WHERE a.case_id = %(case)s GROUP BY r.id, c.id, h.id
) x ORDER BY paid_on, id, taken_back
"""


def held_of_case(case_id: int) -> list[HeldPayment]:
    """What was paid for a case and is not on it: more than it owed, or taken back; the first one first."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"case": case_id})
        return [HeldPayment(*row) for row in cursor.fetchall()]


def cases_paid(*, receipt_ref: str = "", file_ref: str = "") -> set[int]:
    """The cases to which a receipt, or the receipts of a file, went (and from which they were taken)."""
    found = Allocation.objects.filter(case_id__isnull=False)
    if file_ref:
        found = found.filter(receipt__event__file__ref=file_ref)
    else:
        found = found.filter(receipt__ref=receipt_ref)
    return {case_id for case_id in found.values_list("case_id", flat=True) if case_id is not None}
