"""What others should have told us by now: payouts without the bank's answer, cards without their money."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db import connection


@dataclass(frozen=True, slots=True)
class Unanswered:
    """One thing nobody told the end of: its number, since when, how much."""

    ref: uuid.UUID
    number: str
    since: date
    amount: int


_BATCHES = """
SELECT b.ref, b.number, (b.decided_at AT TIME ZONE 'Asia/Taipei')::date AS since, sum(p.amount)::bigint
FROM payments_payout p JOIN payments_payoutbatch b ON b.id = p.batch_id
WHERE p.branch_id = %(branch)s AND p.status = 'SENT'
    AND (b.decided_at AT TIME ZONE 'Asia/Taipei')::date <= %(before)s
GROUP BY b.id ORDER BY b.decided_at, b.id LIMIT %(limit)s
"""
_CARDS = """
SELECT r.ref, coalesce(c.number, s.terminal_no || ' ' || s.approval_code), s.paid_on, r.amount
FROM payments_cardslip s JOIN payments_receipt r ON r.id = s.receipt_id
LEFT JOIN payments_counterreceipt c ON c.receipt_id = r.id
WHERE s.branch_id = %(branch)s AND s.paid_on <= %(before)s
    AND NOT EXISTS (SELECT 1 FROM payments_cardsettlement t WHERE t.slip_id = s.id)
    AND NOT EXISTS (SELECT 1 FROM payments_voidrequest v WHERE v.receipt_id = r.id
        AND v.decision = 'APPROVED')
ORDER BY s.paid_on, s.id LIMIT %(limit)s
"""


def _rows(sql: str, branch_id: int, before: date, limit: int) -> list[Unanswered]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"branch": branch_id, "before": before, "limit": limit})
        return [Unanswered(*row) for row in cursor.fetchall()]


def unanswered_payouts(branch_id: int, before: date, *, limit: int) -> list[Unanswered]:
    """Batches approved up to a day of which the bank has not told every payment's end."""
    return _rows(_BATCHES, branch_id, before, limit)


def unsettled_cards(branch_id: int, before: date, *, limit: int) -> list[Unanswered]:
    """Cards taken at the counter up to a day whose money the acquirer has not told of."""
    return _rows(_CARDS, branch_id, before, limit)
