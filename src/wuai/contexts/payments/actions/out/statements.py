"""Write down what each agency is told about a period that is over: one statement each, by one set."""

from datetime import date, datetime, timedelta

from django.db import connection

from wuai.contexts.payments.rules.out.payout_postings import BACK, SENT, day_end
from wuai.contexts.payments.rules.out.statements import check_period
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

_MAKE = """
INSERT INTO payments_agencystatement (ref, branch_id, agency_id, kind, since, until, opening,
    received, taken_back, remitted, returned, closing, lines, made_at, by_ref)
SELECT gen_random_uuid(), %(branch)s, g.id, %(kind)s, %(since)s, %(until)s, s.opening, s.received,
    s.taken_back, s.remitted, s.returned, s.closing, s.lines, %(at)s, %(by)s
FROM (
    SELECT m.code, sum(m.owed) FILTER (WHERE NOT m.now) AS opening,
        sum(m.owed) FILTER (WHERE m.now AND m.what = 'IN' AND m.owed > 0) AS received,
        -sum(m.owed) FILTER (WHERE m.now AND m.what = 'IN' AND m.owed < 0) AS taken_back,
        -sum(m.owed) FILTER (WHERE m.now AND m.what = 'OUT') AS remitted,
        sum(m.owed) FILTER (WHERE m.now AND m.what = 'BACK') AS returned,
        sum(m.owed) AS closing, count(*) FILTER (WHERE m.now) AS lines
    FROM (
        SELECT a.reference AS code, -e.amount AS owed, t.posted_at >= %(begins)s AS now,
            CASE t.kind WHEN %(sent)s THEN 'OUT' WHEN %(back)s THEN 'BACK' ELSE 'IN' END AS what
        FROM ledger_ledgerentry e
        JOIN ledger_ledgeraccount a ON a.id = e.account_id
        JOIN ledger_ledgertransaction t ON t.id = e.transaction_id
        WHERE a.branch_id = %(branch)s AND a.code = 'PAYABLE' AND t.posted_at < %(ends)s
    ) m GROUP BY m.code
) x
CROSS JOIN LATERAL (
    SELECT coalesce(x.opening, 0) AS opening, coalesce(x.received, 0) AS received,
        coalesce(x.taken_back, 0) AS taken_back, coalesce(x.remitted, 0) AS remitted,
        coalesce(x.returned, 0) AS returned, x.closing, x.lines
) s
JOIN organisation_agency g ON g.code = x.code
WHERE s.lines > 0 OR (%(kind)s = 'MONTH' AND s.opening <> 0)
ON CONFLICT (agency_id, branch_id, kind, since) DO NOTHING
"""


@action("statement.make")
def make_statements(
    *, branch_id: int, kind: str, since: date, by: Actor, at: datetime, on: date
) -> int:
    """Make the statements of a day or of a month that is over; those that stand stay as they are."""
    until = check_period(kind, since, on)
    with connection.cursor() as cursor:
        cursor.execute(_MAKE, {
            "branch": branch_id, "kind": kind, "since": since, "until": until, "at": at,
            "by": by.ref, "begins": day_end(since - timedelta(days=1)), "ends": day_end(until),
            "sent": SENT, "back": BACK,
        })  # fmt: skip
        made = int(cursor.rowcount)
    record(
        kind="statements", ref=f"{kind}:{since.isoformat()}", branch_id=branch_id,
        data={"made": made},
    )  # fmt: skip
    return made
