"""Statements of agencies as pages and files show them; each line names what it comes from."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from wuai.contexts.cases import api as cases
from wuai.contexts.payments.models import AgencyStatement
from wuai.contexts.payments.rules.out.payout_postings import BACK, SENT, day_end
from wuai.platform.models import HistoryLine

PER_PAGE = 50
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement: RECEIVED, TAKEN_BACK or OWED_BACK for a case, REMITTED or RETURNED for a payment."""

    at: datetime
    kind: str
    case_number: str
    agency_ref: str
    source: str
    channel_zh: str
    channel_en: str
    paid_on: date | None
    amount: int
    balance: int


_LINES = """
WITH m AS MATERIALIZED (
    SELECT e.id, t.posted_at, t.kind, t.reference, -e.amount AS owed
    FROM ledger_ledgerentry e
    JOIN ledger_ledgeraccount a ON a.id = e.account_id
    JOIN ledger_ledgertransaction t ON t.id = e.transaction_id
    WHERE a.branch_id = %(branch)s AND a.code = 'PAYABLE'
      AND a.reference = (SELECT code FROM organisation_agency WHERE id = %(agency)s)
      AND t.posted_at >= %(begins)s AND t.posted_at < %(ends)s
), p AS (
    SELECT m.id, m.posted_at, al.case_id, r.id AS receipt_id, sum(al.amount) AS owed
    FROM m JOIN payments_receipt r
        ON r.ref = CASE m.kind WHEN 'PAYMENT' THEN m.reference::uuid END
    JOIN payments_allocation al ON al.receipt_id = r.id AND al.posting = 'PAYMENT:' || m.reference
    JOIN cases_case c ON c.id = al.case_id AND c.agency_id = %(agency)s
    GROUP BY m.id, m.posted_at, al.case_id, r.id
), o AS (
    SELECT m.id, m.posted_at, al.case_id, al.receipt_id, sum(al.amount) AS owed
    FROM m JOIN payments_allocation al ON al.posting = m.kind || ':' || m.reference
        AND NOT (al.posting::text LIKE 'PAYMENT:%%')
    JOIN cases_case c ON c.id = al.case_id AND c.agency_id = %(agency)s
    WHERE m.kind NOT IN ('PAYMENT', %(sent)s, %(back)s)
    GROUP BY m.id, m.posted_at, al.case_id, al.receipt_id
)
SELECT x.id, x.posted_at, x.kind, x.case_id, x.source, x.name_zh, x.name_en, x.paid_on, x.owed FROM (
    SELECT y.id, y.posted_at, CASE WHEN y.owed >= 0 THEN 'RECEIVED'
            WHEN EXISTS (SELECT 1 FROM cases_owedback w WHERE w.case_id = y.case_id
                AND w.receipt_ref = r.ref AND w.at = y.posted_at) THEN 'OWED_BACK'
            ELSE 'TAKEN_BACK' END AS kind,
        y.case_id, r.ref::text AS source, h.name_zh, h.name_en, r.paid_on, y.owed
    FROM (SELECT * FROM p UNION ALL SELECT * FROM o) y
    JOIN payments_receipt r ON r.id = y.receipt_id JOIN payments_channel h ON h.id = r.channel_id
    UNION ALL
    SELECT m.id, m.posted_at, CASE m.kind WHEN %(sent)s THEN 'REMITTED' ELSE 'RETURNED' END, NULL,
        q.number, '', '', NULL, m.owed
    FROM m JOIN payments_payout q
        ON q.ref = CASE WHEN m.kind IN (%(sent)s, %(back)s) THEN m.reference::uuid END
) x ORDER BY x.posted_at, x.id, x.case_id
"""


def statements(
    branch_id: int | None = None, agency_id: int | None = None, *, before: int | None = None
) -> list[AgencyStatement]:
    """The newest statements of a branch or of an agency."""
    found: QuerySet[AgencyStatement] = AgencyStatement.objects.select_related("agency", "branch")
    if branch_id is not None:
        found = found.filter(branch_id=branch_id)
    if agency_id is not None:
        found = found.filter(agency_id=agency_id)
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found.order_by("-id")[:PER_PAGE])


def statement(
    ref: uuid.UUID, *, branch_id: int | None = None, agency_id: int | None = None
) -> AgencyStatement | None:
    """One statement, as far as the branch or the agency that asks may see it."""
    found = AgencyStatement.objects.select_related("agency", "branch").filter(ref=ref)
    if branch_id is not None:
        found = found.filter(branch_id=branch_id)
    if agency_id is not None:
        found = found.filter(agency_id=agency_id)
    return found.first()


def periods_made(branch_id: int, periods: Iterable[tuple[str, date]]) -> set[tuple[str, date]]:
    """For which of these periods a branch has made its statements, though nobody had any."""
    refs = {f"{kind}:{since.isoformat()}": (kind, since) for kind, since in periods}
    found = HistoryLine.objects.filter(
        action="statement.make", subject_kind="statements", branch_id=branch_id,
        subject_ref__in=list(refs),
    )  # fmt: skip
    return {refs[ref] for ref in found.values_list("subject_ref", flat=True)}


def lines_of(held: AgencyStatement) -> list[StatementLine]:
    """Every movement of the period with the balance after it; the last balance is the closing one."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, {
            "branch": held.branch_id, "agency": held.agency_id, "sent": SENT, "back": BACK,
            "begins": day_end(held.since) - _ONE_DAY, "ends": day_end(held.until),
        })  # fmt: skip
        rows = cursor.fetchall()
    known = cases.case_rows({row[3] for row in rows if row[3]})
    balance, found = held.opening, []
    for row in rows:
        balance += int(row[8])
        found.append(_line(row, known.get(row[3]), balance))
    return found


def _line(row: tuple[Any, ...], case: cases.CaseRow | None, balance: int) -> StatementLine:
    return StatementLine(
        row[1], row[2], case.number if case else "", case.agency_ref if case else "", row[4],
        row[5], row[6], row[7], int(row[8]), balance,
    )  # fmt: skip
