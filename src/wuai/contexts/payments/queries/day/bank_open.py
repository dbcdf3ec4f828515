"""What is still open between the banks and the channels up to a day, in SQL that two readers share."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from wuai.contexts.payments.queries.day.day_lines import by_sets

# Each account is followed from its first statement on: before that day nothing is asked of it.
BEGINS = """
SELECT s.account_id, min(s.from_on) AS begins FROM payments_bankstatement s
WHERE s.branch_id = %(branch)s GROUP BY s.account_id
"""
OPEN_LINES = """
SELECT l.id, l.ref, l.account_id, l.channel_id, l.value_on, l.amount, l.text, l.reference
FROM payments_bankline l WHERE l.branch_id = %(branch)s AND l.value_on <= %(on)s
  AND NOT EXISTS (SELECT 1 FROM payments_bankmatchline m WHERE m.line_id = l.id AND NOT m.undone)
"""
# A card at the counter is booked at once; the acquirer's file says on which day its money comes.
SETTLED_CARDS = """
SELECT s.receipt_id, t.settled_on FROM payments_cardsettlement t
JOIN payments_cardslip s ON s.id = t.slip_id WHERE s.branch_id = %(branch)s
"""
# Channels whose money comes to the bank by itself; cash is carried there, and told by its deposit.
AT_THE_BANK = "(c.settles_by_file OR c.code = 'CHEQUE') AND c.code <> 'AGENCY'"
# From which day on each channel's money is looked for in which account; before, nothing is asked of it.
TERMS = """
SELECT x.account_id, x.channel_id, min(x.since) AS since FROM payments_bankterm x GROUP BY 1, 2
"""
# Booked shortly before its channel's term begins, credited after: it counts on the day of that credit.
# Of equal amounts the newest comes first, so that no credit is expected for what was paid before.
CREDITED_AFTER = """
SELECT l.value_on FROM payments_bankline l
WHERE l.account_id = t.account_id AND l.channel_id = r.channel_id AND l.amount = r.amount
  AND l.value_on BETWEEN t.since AND least(%(on)s, r.posted_on + 14)
  AND NOT EXISTS (SELECT 1 FROM payments_bankmatchline m WHERE m.line_id = l.id AND NOT m.undone)
ORDER BY l.value_on, l.id LIMIT 1 OFFSET (
    SELECT count(*) FROM payments_receipt n WHERE n.branch_id = r.branch_id
      AND n.channel_id = r.channel_id AND n.amount = r.amount AND n.id > r.id
      AND n.posted_on BETWEEN r.posted_on AND %(on)s
      AND NOT EXISTS (SELECT 1 FROM payments_bankmatchreceipt m
                      WHERE m.receipt_id = n.id AND NOT m.undone))
"""
_RECEIPTS = f"""
SELECT x.* FROM (
    SELECT r.id, NULL::bigint AS refund_id, t.account_id, r.channel_id,
        CASE WHEN coalesce(k.settled_on, r.posted_on) >= t.since
            THEN coalesce(k.settled_on, r.posted_on) ELSE ({CREDITED_AFTER}) END AS posted_on,
        r.amount, e.serial, ltrim(e.number, '0') AS number
    FROM payments_receipt r
    LEFT JOIN ({SETTLED_CARDS}) k ON k.receipt_id = r.id
    JOIN payments_channel c ON c.id = r.channel_id AND {AT_THE_BANK}
    JOIN ({TERMS}) t ON t.channel_id = r.channel_id
        AND coalesce(k.settled_on, r.posted_on) >= t.since - 14
    JOIN ({BEGINS}) b ON b.account_id = t.account_id AND r.posted_on >= b.begins
        AND coalesce(k.settled_on, r.posted_on) <= %(on)s
    JOIN payments_rawevent e ON e.id = r.event_id
    WHERE r.branch_id = %(branch)s AND r.posted_on <= %(on)s
      AND NOT EXISTS (SELECT 1 FROM payments_latebooking k
                      WHERE k.receipt_id = r.id AND k.booked_on > %(on)s)
      AND {{voided}}
      AND NOT EXISTS (SELECT 1 FROM payments_bankmatchreceipt m
                      WHERE m.receipt_id = r.id AND NOT m.undone)
) x WHERE x.posted_on <= %(on)s
"""
_VOIDED = """EXISTS (SELECT 1 FROM payments_voidrequest v
    WHERE v.receipt_id = r.id AND v.decision = 'APPROVED'
    AND v.decided_at <= coalesce(%(seen)s, 'infinity'::timestamptz))"""
OPEN_RECEIPTS = _RECEIPTS.format(voided=f"NOT {_VOIDED}")
# What a platform, or a terminal, gave back to a card on our word is kept from what we are paid; and
# what the acquirer took back itself.
OPEN_REFUNDS = f"""
SELECT NULL::bigint, f.id, t.account_id, c.id, f.posted_on, -f.amount, f.order_no, ''
FROM (SELECT x.id, g.amount, x.order_no, l.occurred_on AS posted_on
      FROM (SELECT k.refund_id AS id, a.order_no, '' AS again FROM payments_cardrefund k
            JOIN payments_cardattempt a ON a.id = k.attempt_id WHERE k.state = 'DONE'
            UNION ALL SELECT b.refund_id, b.approval_code, coalesce(':' || nullif(b.round, 0), '')
            FROM payments_terminalrefund b WHERE NOT b.undone
            UNION ALL SELECT h.refund_id, h.number, '' FROM payments_chargeback h
            WHERE h.decision = 'APPROVED') x
      JOIN payments_refund g ON g.id = x.id AND g.branch_id = %(branch)s
      JOIN ledger_ledgertransaction l ON l.branch_id = g.branch_id
          AND l.kind IN ('REFUND_PAID', 'CHARGEBACK') AND l.reference = g.ref::text || x.again) f
JOIN payments_channel c ON c.code = 'CARD'
JOIN ({TERMS}) t ON t.channel_id = c.id AND f.posted_on >= t.since
JOIN ({BEGINS}) b ON b.account_id = t.account_id AND f.posted_on >= b.begins
WHERE f.posted_on <= %(on)s AND NOT EXISTS (SELECT 1 FROM payments_bankmatchrefund m
    WHERE m.refund_id = f.id AND NOT m.undone)
"""
# What the bank had paid before it was voided (a cheque that bounced after all, a card that its platform
# gave back): the bank takes it back. It is known by its request's id below zero, beside refunds.
OPEN_VOIDS = f"""
SELECT NULL::bigint, -v.id, t.account_id, r.channel_id, v.booked_on, -r.amount, e.serial,
    ltrim(e.number, '0')
FROM payments_voidrequest v
JOIN payments_receipt r ON r.id = v.receipt_id AND r.branch_id = %(branch)s
JOIN payments_channel c ON c.id = r.channel_id AND {AT_THE_BANK}
JOIN payments_rawevent e ON e.id = r.event_id
JOIN ({TERMS}) t ON t.channel_id = r.channel_id AND v.booked_on >= t.since
JOIN ({BEGINS}) b ON b.account_id = t.account_id AND v.booked_on >= b.begins
WHERE v.decision = 'APPROVED' AND v.booked_on <= %(on)s
  AND EXISTS (SELECT 1 FROM payments_bankmatchreceipt m
              WHERE m.receipt_id = r.id AND NOT m.undone)
  AND NOT EXISTS (SELECT 1 FROM payments_bankmatchvoid m WHERE m.void_id = v.id AND NOT m.undone)
"""
# Voided before anything was matched, though the bank had paid it: it takes as much back. As many as there
# are such lines, those first that a line names. Their voids are open once they are matched themselves.
TAKEN_BACK = f"""
SELECT x.id, x.refund_id, x.account_id, x.channel_id, x.posted_on, x.amount, x.serial, x.number
FROM (SELECT r.*, o.lines, row_number() OVER (PARTITION BY r.account_id, r.channel_id, r.amount
          ORDER BY EXISTS (SELECT 1 FROM ({OPEN_LINES}) l WHERE l.reference <> ''
              AND (l.reference = r.serial OR ltrim(l.reference, '0') = r.number)) DESC, r.id DESC) AS nth
      FROM (SELECT l.account_id, l.channel_id, -l.amount AS amount, count(*) AS lines,
                max(l.value_on) AS last_on
            FROM ({OPEN_LINES}) l WHERE l.amount < 0 GROUP BY 1, 2, 3) o
      JOIN ({_RECEIPTS.format(voided=_VOIDED)}) r
          ON (o.account_id, o.channel_id, o.amount) = (r.account_id, r.channel_id, r.amount)
          AND o.last_on >= r.posted_on) x
WHERE x.nth <= x.lines
"""
OPEN_MONEY = f"{OPEN_RECEIPTS} UNION ALL {OPEN_REFUNDS} UNION ALL {OPEN_VOIDS}"


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """One channel on one day: what the bank shows and what the channel says, both unmatched."""

    channel: str
    day: date
    bank: int
    lines: int
    total: int


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A bank line that stands for itself, and why it does."""

    kind: str
    ref: str
    day: date
    channel: str
    number: str
    text: str
    amount: int


_GROUPS = f"""
WITH bank AS ({OPEN_LINES}), receipts AS MATERIALIZED ({OPEN_MONEY}),
named AS (
    SELECT l.id, bool_or(r.amount = l.amount) AS amount_agrees FROM bank l
    JOIN receipts r ON l.reference <> '' AND (r.serial = l.reference
        OR r.number = ltrim(l.reference, '0'))
    GROUP BY l.id),
told AS (SELECT r.* FROM receipts r WHERE NOT EXISTS (SELECT 1 FROM bank l
    JOIN named n ON n.id = l.id WHERE r.serial = l.reference OR r.number = ltrim(l.reference, '0')))
SELECT c.code, day, sum(bank)::bigint, sum(lines)::bigint, sum(total)::bigint FROM (
    SELECT channel_id, value_on AS day, sum(amount) AS bank, 0 AS lines, 0 AS total FROM bank
    WHERE channel_id IS NOT NULL AND id NOT IN (SELECT id FROM named) GROUP BY 1, 2
    UNION ALL
    SELECT channel_id, posted_on, 0, count(id), sum(amount) FROM told GROUP BY 1, 2
) x JOIN payments_channel c ON c.id = x.channel_id
GROUP BY c.code, c.place, day ORDER BY day, c.place
"""
_TAKEN_BACK = f"""
SELECT c.code, x.posted_on, 0, count(*), sum(x.amount)::bigint FROM ({TAKEN_BACK}) x
JOIN payments_channel c ON c.id = x.channel_id
GROUP BY c.code, c.place, x.posted_on ORDER BY x.posted_on, c.place
"""
# A line that names one of our payments but differs from it is never lost inside a day's sum; one
# of no channel is a payout's, or nobody's.
_SINGLE = f"""
WITH bank AS ({OPEN_LINES}), receipts AS MATERIALIZED ({OPEN_MONEY})
SELECT CASE WHEN named THEN 'BANK_REFERENCE' WHEN amount < 0 THEN 'BANK_OUT' ELSE 'BANK_UNKNOWN' END,
       ref::text, value_on, coalesce(code, ''), reference, text, amount
FROM (SELECT l.*, c.code, EXISTS (SELECT 1 FROM receipts r WHERE l.reference <> ''
        AND (r.serial = l.reference OR r.number = ltrim(l.reference, '0'))) AS named
      FROM bank l LEFT JOIN payments_channel c ON c.id = l.channel_id) x
WHERE named OR (channel_id IS NULL AND NOT EXISTS (
    SELECT 1 FROM payments_payout p JOIN payments_payoutbatch b ON b.id = p.batch_id
    WHERE p.branch_id = %(branch)s AND (
        (p.number = x.reference AND p.amount = abs(x.amount)
         AND (x.amount < 0) = (p.status IN ('SENT', 'PAID')))
        OR (b.number = x.reference AND b.total = -x.amount AND b.decision = 'APPROVED'))))
ORDER BY value_on, id LIMIT 2000
"""
_PAYOUTS = """
SELECT p.number, p.settled_on, p.amount FROM payments_payout p
JOIN payments_payoutbatch b ON b.id = p.batch_id
WHERE p.branch_id = %(branch)s AND p.status = 'PAID' AND p.settled_on <= %(on)s
  AND p.settled_on >= (SELECT min(from_on) FROM payments_bankstatement WHERE branch_id = %(branch)s)
  AND NOT EXISTS (SELECT 1 FROM payments_bankline l WHERE l.branch_id = %(branch)s AND l.amount < 0
        AND ((l.reference = p.number AND l.amount = -p.amount)
             OR (l.reference = b.number AND l.amount = -b.total)))
ORDER BY p.settled_on, p.id LIMIT 2000
"""
_MISSING = f"""
SELECT a.number FROM ({BEGINS}) b JOIN payments_bankaccount a ON a.id = b.account_id
WHERE b.begins <= %(on)s AND NOT EXISTS (SELECT 1 FROM payments_bankstatement s
    WHERE s.account_id = b.account_id AND %(on)s BETWEEN s.from_on AND s.until_on)
ORDER BY a.number
"""


def _rows(sql: str, branch_id: int, on: date) -> list[tuple[Any, ...]]:
    with by_sets(branch_id, on), connection.cursor() as cursor:
        values: dict[str, Any] = {"branch": branch_id, "on": on, "seen": _seen(branch_id, on)}
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _seen(branch_id: int, on: date) -> datetime | None:
    """When a closed day was closed: what was voided later does not change it. None for an open day."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT max(c.closed_at) FROM payments_dayclose c WHERE c.branch_id = %s AND c."on" = %s'
            " AND c.\"on\" <= payments_last_closed(%s)", [branch_id, on, branch_id],
        )  # fmt: skip
        found: datetime | None = cursor.fetchone()[0]
        return found


def open_groups(branch_id: int, on: date) -> list[OpenGroup]:
    """Where bank and channel differ, by channel and day."""
    return [OpenGroup(*row) for row in _rows(_GROUPS, branch_id, on)]


def taken_back(branch_id: int, on: date) -> list[OpenGroup]:
    """What was voided before its match and the bank took back, by channel and day."""
    return [OpenGroup(*row) for row in _rows(_TAKEN_BACK, branch_id, on)]


def open_lines(branch_id: int, on: date) -> list[OpenLine]:
    """Bank lines that no sum may swallow: of no channel, or naming a payment they differ from."""
    return [OpenLine(*row) for row in _rows(_SINGLE, branch_id, on)]


def missing_payouts(branch_id: int, on: date) -> list[tuple[Any, ...]]:
    """Payouts (number, day, amount) that were paid by our books and not by the bank's."""
    return _rows(_PAYOUTS, branch_id, on)


def missing_statements(branch_id: int, on: date) -> list[str]:
    """Accounts that are followed already and have no statement of this day."""
    return [str(row[0]) for row in _rows(_MISSING, branch_id, on)]
