"""The three-way match of a day: lines of the channels' files, receipts, ledger."""

from dataclasses import dataclass
from datetime import date

from django.db import connection


@dataclass(frozen=True, slots=True)
class ChannelDay:
    """One channel on one day: how much each of the three says, and how many lines and receipts."""

    channel: str
    lines: int
    lines_total: int
    receipts: int
    receipts_total: int
    ledger_total: int
    rejected: int

    @property
    def agrees(self) -> bool:
        """Whether the three say the same."""
        return (
            self.lines == self.receipts
            and self.lines_total == self.receipts_total == self.ledger_total
        )


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A line or a receipt that has no place yet, and who answers for it."""

    ref: str
    reason: str
    since: date
    channel: str
    number: str
    amount: int | None
    owner: str


@dataclass(frozen=True, slots=True)
class DayMatch:
    """A day: its channels, what is unmatched, and whether it may be closed."""

    on: date
    channels: list[ChannelDay]
    unmatched: list[Unmatched]

    @property
    def may_close(self) -> bool:
        """Whether everything agrees, and whatever is unmatched has an owner."""
        return all(c.agrees for c in self.channels) and all(u.owner for u in self.unmatched)


# What an agency keeps stands in no account of money: there the receivable's side is compared.
_CHANNELS = """
SELECT c.code,
       count(e.id), coalesce(sum(e.amount), 0),
       count(r.id), coalesce(sum(r.amount), 0),
       coalesce(sum((SELECT sum(l.amount) FROM ledger_ledgertransaction t
           JOIN ledger_ledgerentry l ON l.transaction_id = t.id
           JOIN ledger_ledgeraccount a ON a.id = l.account_id
           WHERE t.branch_id = r.branch_id AND t.kind = 'PAYMENT' AND t.reference = r.ref::text
             AND a.code IN ('CLEARING', 'CASH', 'CLAIMS') AND l.amount > 0
             AND (a.code = 'CLAIMS') = (c.code = 'AGENCY'))), 0)
         + coalesce(sum((SELECT sum(o.amount) FROM payments_allocation o
           WHERE o.receipt_id = r.id AND o.target = 'OUTSIDE' AND o.amount > 0)), 0),
       (SELECT count(*) FROM payments_rawevent x WHERE x.branch_id = %(branch)s
           AND x.channel_id = c.id AND x.posted_on = %(on)s AND x.outcome = 'REJECTED')
FROM payments_channel c
JOIN payments_rawevent e ON e.channel_id = c.id AND e.branch_id = %(branch)s
    AND e.posted_on = %(on)s AND e.outcome IN ('POSTED', 'SUSPENSE')
LEFT JOIN payments_receipt r ON r.event_id = e.id
GROUP BY c.id, c.code, c.place ORDER BY c.place
"""
_UNMATCHED = """
SELECT i.ref::text, i.reason, i.since, e.channel_code, e.number, e.amount, i.owner_name
FROM payments_openitem i JOIN payments_rawevent e ON e.id = i.event_id
WHERE i.branch_id = %(branch)s AND i.settled_at IS NULL AND i.since <= %(on)s
  AND i.reason IN ('UNKNOWN_NUMBER', 'MALFORMED', 'OTHER_CHANNEL')
ORDER BY i.since, i.id
"""


def match_day(branch_id: int, on: date) -> DayMatch:
    """Compare files, receipts and ledger of a day; list what has waited until then."""
    values: dict[str, int | date] = {"branch": branch_id, "on": on}
    with connection.cursor() as cursor:
        cursor.execute(_CHANNELS, values)
        channels = [ChannelDay(row[0], *map(int, row[1:])) for row in cursor.fetchall()]
        cursor.execute(_UNMATCHED, values)
        return DayMatch(on, channels, [Unmatched(*row) for row in cursor.fetchall()])
