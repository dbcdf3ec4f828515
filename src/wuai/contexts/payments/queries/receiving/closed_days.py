"""Which days are closed, and which have movements and are not."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Sum

from wuai.contexts.payments.models import DayClose, DayReopening, VoidRequest


@dataclass(frozen=True, slots=True)
class Closing:
    """One closing of a day: by whom, with which figures, and what became of it."""

    id: int
    on: date
    round: int
    closed_at: datetime
    by_name: str
    figures: dict[str, Any]
    asked_ref: uuid.UUID | None = None
    asked_by: str = ""
    asked_name: str = ""
    reason: str = ""
    decision: str = ""
    decided_name: str = ""


def last_closed(branch_id: int) -> date | None:
    """The last closed day; nothing may count on it or before it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT payments_last_closed(%s)", [branch_id])
        found: date | None = cursor.fetchone()[0]
        return found


_DAYS = """
SELECT DISTINCT day FROM (
    SELECT r.posted_on AS day FROM payments_receipt r WHERE r.branch_id = %(branch)s
        AND r.posted_on < %(on)s AND r.posted_on > %(closed)s
    UNION ALL SELECT k.booked_on FROM payments_latebooking k WHERE k.branch_id = %(branch)s
        AND k.booked_on < %(on)s AND k.booked_on > %(closed)s
    UNION ALL SELECT l.value_on FROM payments_bankline l WHERE l.branch_id = %(branch)s
        AND l.value_on < %(on)s AND l.value_on > %(closed)s
    UNION ALL SELECT f.booked_on FROM payments_feereceipt f WHERE f.branch_id = %(branch)s
        AND f.booked_on < %(on)s AND f.booked_on > %(closed)s
    UNION ALL SELECT v.booked_on FROM payments_feevoid v
        JOIN payments_feereceipt f ON f.id = v.receipt_id AND f.branch_id = %(branch)s
        WHERE v.decision = 'APPROVED' AND v.booked_on < %(on)s AND v.booked_on > %(closed)s
    UNION ALL SELECT t.occurred_on FROM ledger_ledgertransaction t WHERE t.branch_id = %(branch)s
        AND t.kind IN ('FEE', 'FEE_VOID')
        AND t.occurred_on < %(on)s AND t.occurred_on > %(closed)s
) x ORDER BY day
"""


def open_days_before(branch_id: int, on: date) -> list[date]:
    """Days with movements before this one that are not closed yet."""
    values: dict[str, Any] = {
        "branch": branch_id,
        "on": on,
        "closed": last_closed(branch_id) or date.min,
    }
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, values)
        return [row[0] for row in cursor.fetchall()]


def closings(branch_id: int, on: date) -> list[Closing]:
    """Every closing of a day with its reopening, the newest first."""
    found = []
    for row in DayClose.objects.filter(branch_id=branch_id, on=on).order_by("-round"):
        asked = DayReopening.objects.filter(close=row).order_by("-id").first()
        told: dict[str, Any] = (
            {"asked_ref": asked.ref, "asked_by": asked.proposed_by, "asked_name": asked.proposed_name,
             "reason": asked.reason, "decision": asked.decision,
             "decided_name": asked.decided_name or ""}
            if asked else {}
        )  # fmt: skip
        figures = row.figures if isinstance(row.figures, dict) else {"channels": row.figures}
        found.append(
            Closing(row.id, row.on, row.round, row.closed_at, row.by_name, figures, **told)
        )
    return found


def current_closing(branch_id: int, on: date) -> Closing | None:
    """The closing of a day that stands."""
    return next((c for c in closings(branch_id, on) if c.decision != "APPROVED"), None)


def voided_on(branch_id: int, on: date) -> tuple[int, int]:
    """How many receipts were voided on a day, and their sum."""
    found = VoidRequest.objects.filter(
        booked_on=on, decision="APPROVED", receipt__branch_id=branch_id
    ).aggregate(n=Count("id"), amount=Sum("receipt__amount"))
    return found["n"], int(found["amount"] or 0)
