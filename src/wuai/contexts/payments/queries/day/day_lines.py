"""Every line of a day as channel, receipt and ledger tell it, counted and judged by one statement.

The judgement is the rule `rules.day_close.fault_of` said in SQL, for days of a million lines; a
test holds that both say the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

MOST = 500
MANY = 20_000  # lines of a day from which joins go by sets, whatever the planner believes
_BOOKED = """
SELECT r.id, r.ref, r.event_id, r.channel_id, r.amount, r.paid_on, r.posted_on
FROM payments_receipt r WHERE r.branch_id = %(branch)s AND r.posted_on = %(on)s
    AND NOT EXISTS (SELECT 1 FROM payments_latebooking k WHERE k.receipt_id = r.id)
UNION ALL
SELECT r.id, r.ref, r.event_id, r.channel_id, r.amount, r.paid_on, r.posted_on
FROM payments_latebooking k JOIN payments_receipt r ON r.id = k.receipt_id
WHERE k.branch_id = %(branch)s AND k.booked_on = %(on)s
"""
# Where money stands as it comes in: any account that is none of these.
_NO_MONEY = "('RECEIVABLE', 'CLAIMS', 'PAYABLE', 'SUSPENSE', 'OVERPAYMENT')"
# What an agency keeps stands in no account of money: there the receivable's side is compared.
_FACTS = f"""
WITH booked AS MATERIALIZED ({_BOOKED}),
posted AS (
    SELECT b.id, t.occurred_on,
        coalesce(sum(l.amount) FILTER (WHERE a.code NOT IN {_NO_MONEY}), 0) AS money,
        coalesce(sum(l.amount) FILTER (WHERE a.code = 'CLAIMS' AND l.amount > 0), 0) AS claims,
        min(a.reference) FILTER (WHERE a.code = 'CLEARING') AS clearing,
        min(l.subject_id) FILTER (WHERE a.code = 'RECEIVABLE') AS first_case,
        max(l.subject_id) FILTER (WHERE a.code = 'RECEIVABLE') AS last_case
    FROM booked b
    JOIN ledger_ledgertransaction t ON t.branch_id = %(branch)s AND t.kind = 'PAYMENT'
        AND t.reference = b.ref::text
    JOIN ledger_ledgerentry l ON l.transaction_id = t.id
    JOIN ledger_ledgeraccount a ON a.id = l.account_id
    GROUP BY b.id, t.occurred_on),
outside AS (
    SELECT o.receipt_id, sum(o.amount) AS amount FROM payments_allocation o
    JOIN booked b ON b.id = o.receipt_id WHERE o.target = 'OUTSIDE' AND o.amount > 0
    GROUP BY o.receipt_id),
told AS (
    SELECT e.*, b.id AS receipt_id, b.channel_id AS got_channel, b.amount AS got,
        b.paid_on AS got_paid_on, b.posted_on AS got_posted_on,
        count(*) OVER (PARTITION BY e.channel_id, e.serial, e.number, e.amount) AS times
    FROM booked b JOIN payments_rawevent e ON e.id = b.event_id
    UNION ALL
    SELECT e.*, NULL, NULL, NULL, NULL, NULL, 1 FROM payments_rawevent e
    WHERE e.branch_id = %(branch)s AND e.id > %(events_upto)s AND e.posted_on <= %(on)s
        AND e.outcome IN ('POSTED', 'SUSPENSE')
        AND NOT EXISTS (SELECT 1 FROM payments_receipt r WHERE r.event_id = e.id)),
facts AS (
    SELECT e.id AS event_id, c.code, c.place, e.amount AS told, e.receipt_id, e.got, c.id AS channel_id,
        CASE WHEN c.code = 'AGENCY' THEN coalesce(p.claims, 0) + coalesce(o.amount, 0)
             ELSE p.money END AS money,
        e.got_channel, p.clearing, e.paid_on, e.posted_on AS told_posted_on, e.got_paid_on,
        e.got_posted_on, p.occurred_on, e.outcome, s.case_id, p.first_case, p.last_case, e.times
    FROM told e JOIN payments_channel c ON c.id = e.channel_id
    LEFT JOIN posted p ON p.id = e.receipt_id LEFT JOIN outside o ON o.receipt_id = e.receipt_id
    LEFT JOIN payments_slip s ON s.number = ltrim(e.number, '0') AND s.branch_id = %(branch)s
        AND s.instalment_ref IS NULL),
judged AS (
    SELECT f.*, CASE
        WHEN receipt_id IS NULL THEN 'NO_RECEIPT'
        WHEN money IS NULL OR (occurred_on IS NULL AND code <> 'AGENCY') THEN 'NO_POSTING'
        WHEN got <> told OR money <> told THEN 'AMOUNT'
        WHEN got_channel <> channel_id OR clearing <> code THEN 'CHANNEL'
        WHEN (got_paid_on, got_posted_on) IS DISTINCT FROM (paid_on, told_posted_on)
            OR occurred_on <> paid_on THEN 'DAY'
        WHEN (outcome = 'SUSPENSE' AND first_case IS NOT NULL)
            OR first_case <> case_id OR last_case <> case_id THEN 'CASE'
        WHEN times > 1 THEN 'TWICE' ELSE '' END AS fault
    FROM facts f)
"""
_SUMS = f"""{_FACTS}
SELECT code, count(*), coalesce(sum(told), 0)::bigint, count(receipt_id),
    coalesce(sum(got), 0)::bigint, coalesce(sum(money), 0)::bigint,
    count(*) FILTER (WHERE fault <> ''),
    (array_agg(ARRAY[event_id::text, fault, coalesce(money, 0)::text]) FILTER (WHERE fault <> ''))[1:{MOST}]
FROM judged GROUP BY code, place ORDER BY place
"""
_ORPHANS = """
SELECT t.id::text, t.occurred_on, sum(l.amount) FILTER (WHERE l.amount > 0)
FROM ledger_ledgertransaction t JOIN ledger_ledgerentry l ON l.transaction_id = t.id
WHERE t.branch_id = %(branch)s AND t.kind = 'PAYMENT' AND t.id > %(ledger_upto)s
    AND NOT EXISTS (SELECT 1 FROM payments_receipt r WHERE r.ref::text = t.reference)
GROUP BY t.id, t.occurred_on ORDER BY t.id LIMIT 500
"""
_REJECTED = """
SELECT c.code, count(*) FROM payments_rawevent e JOIN payments_channel c ON c.id = e.channel_id
WHERE e.branch_id = %(branch)s AND e.id > %(events_upto)s AND e.posted_on = %(on)s
    AND e.outcome = 'REJECTED' GROUP BY c.code
"""
_SEEN = """
SELECT e.id, c.code, e.number, e.posted_on, e.amount FROM payments_rawevent e
JOIN payments_channel c ON c.id = e.channel_id WHERE e.id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Marks:
    """Up to where the last closing saw: what is behind it was judged then."""

    events_upto: int = 0
    ledger_upto: int = 0


@dataclass(frozen=True, slots=True)
class ChannelSums:
    """One channel's lines of a day, and those on which the three do not agree."""

    channel: str
    lines: int
    lines_total: int
    receipts: int
    receipts_total: int
    ledger_total: int
    faults: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Faulty:
    """A line, or a posting of no line, and what is wrong with it; ``off`` is by how much."""

    key: str
    kind: str
    channel: str
    number: str
    since: date
    off: int


@contextmanager
def by_sets(branch_id: int, on: date) -> Iterator[None]:
    """Join a large day by hashing, not line by line.

    Right after a large import the planner knows nothing of the new rows and takes the day for an
    empty one (measured: 100,000 lines, over four minutes instead of three seconds).
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM payments_receipt WHERE branch_id = %s"
            " AND posted_on = %s LIMIT %s) x", [branch_id, on, MANY],
        )  # fmt: skip
        is_large = cursor.fetchone()[0] == MANY
        if is_large:
            cursor.execute("SET LOCAL enable_nestloop = off")
        yield
        if is_large:
            cursor.execute("SET LOCAL enable_nestloop = on")


def read_lines(branch_id: int, on: date, marks: Marks) -> tuple[list[ChannelSums], list[Faulty]]:
    """Count and judge the lines of a day."""
    values: dict[str, Any] = {
        "branch": branch_id, "on": on, "events_upto": marks.events_upto,
        "ledger_upto": marks.ledger_upto,
    }  # fmt: skip
    with by_sets(branch_id, on), connection.cursor() as cursor:
        cursor.execute(_SUMS, values)
        rows = cursor.fetchall()
    with connection.cursor() as cursor:
        cursor.execute(_REJECTED, values)
        rejected = dict(cursor.fetchall())
        wrong = {int(one[0]): one for row in rows for one in row[7] or ()}
        cursor.execute(_SEEN, [list(wrong)])
        faulty = [
            Faulty(f"LINE:{seen[0]}:{wrong[seen[0]][1]}", wrong[seen[0]][1], seen[1], seen[2], seen[3],
                   int(wrong[seen[0]][2]) - (seen[4] or 0))
            for seen in cursor.fetchall()
        ]  # fmt: skip
        cursor.execute(_ORPHANS, values)
        faulty += [
            Faulty(f"ORPHAN:{found}", "ORPHAN", "", found, day, int(amount))
            for found, day, amount in cursor.fetchall()
        ]
    sums = [_sums(row, rejected) for row in rows]
    sums += [ChannelSums(code, 0, 0, 0, 0, 0, 0, count) for code, count in rejected.items()]
    return sums, sorted(faulty, key=lambda one: one.key)


def _sums(row: tuple[Any, ...], rejected: dict[str, int]) -> ChannelSums:
    code, lines, lines_total, receipts, receipts_total, ledger_total, faults, _ = row
    return ChannelSums(
        code, lines, lines_total, receipts, receipts_total, ledger_total, faults,
        rejected.pop(code, 0),
    )  # fmt: skip
