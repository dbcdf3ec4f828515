"""The match of a day: bank, channels' files, receipts, ledger, payouts; and every difference by name."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from wuai.contexts.payments.models import DayDifference
from wuai.contexts.payments.queries.day import bank_open, day_lines
from wuai.contexts.payments.queries.desk.fees import FeeDay, fee_day
from wuai.contexts.payments.queries.receiving.closed_days import open_days_before
from wuai.contexts.payments.rules.day.day_close import (
    BANK_SUM,
    FEES,
    NO_STATEMENT,
    PAYOUT_MISSING,
)


@dataclass(frozen=True, slots=True)
class ChannelDay:
    """One channel on one day: what each of them says. ``bank`` is None without a statement."""

    channel: str
    lines: int
    lines_total: int
    receipts: int
    receipts_total: int
    ledger_total: int
    rejected: int
    faults: int = 0
    bank: int | None = None
    open: int = 0

    @property
    def agrees(self) -> bool:
        """Whether all of them say the same."""
        return (
            self.lines == self.receipts
            and self.lines_total == self.receipts_total == self.ledger_total
            and self.faults == self.open == 0
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
class Difference:
    """Something on which two sides disagree, by how much, who answers for it, and what is next."""

    key: str
    kind: str
    since: date
    age: int
    channel: str
    number: str
    amount: int
    owner: str = ""
    reason: str = ""
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class DayMatch:
    """A day: its channels, its differences, what is unmatched, and whether it may be closed.

    ``earlier`` are open days before it: they are closed first. ``out`` is what left the bank.
    """

    on: date
    channels: list[ChannelDay]
    unmatched: list[Unmatched]
    differences: list[Difference]
    earlier: list[date]
    out_bank: int
    out_ledger: int
    marks: day_lines.Marks
    fees: FeeDay

    @property
    def may_close(self) -> bool:
        """Whether everything agrees, or has an owner who answers for it."""
        named = all(u.owner for u in self.unmatched) and all(d.owner for d in self.differences)
        return named and all(c.agrees or c.faults or c.open for c in self.channels)

    @property
    def unowned(self) -> int:
        """How many differences and unmatched items nobody answers for."""
        return self.unowned_items + sum(not d.owner for d in self.differences)

    @property
    def unowned_items(self) -> int:
        """How many unmatched items nobody answers for."""
        return sum(not u.owner for u in self.unmatched)


_UNMATCHED = """
SELECT i.ref::text, i.reason, i.since, e.channel_code, e.number, e.amount, i.owner_name
FROM payments_openitem i JOIN payments_rawevent e ON e.id = i.event_id
WHERE i.branch_id = %(branch)s AND i.settled_at IS NULL AND i.since <= %(on)s
  AND i.reason IN ('UNKNOWN_NUMBER', 'MALFORMED', 'OTHER_CHANNEL')
ORDER BY i.since, i.id
"""
_BANK = """
SELECT c.code, coalesce((SELECT sum(l.amount) FROM payments_bankline l
    WHERE l.branch_id = %(branch)s AND l.value_on = %(on)s AND l.channel_id = c.id), 0)::bigint
FROM payments_channel c WHERE EXISTS (
    SELECT 1 FROM payments_bankterm t JOIN payments_bankstatement s ON s.account_id = t.account_id
    WHERE t.channel_id = c.id AND t.since <= %(on)s AND s.branch_id = %(branch)s
        AND s.from_on <= %(on)s)
ORDER BY c.place
"""
_OUT = """
SELECT coalesce((SELECT -sum(l.amount) FROM payments_bankline l WHERE l.branch_id = %(branch)s
        AND l.value_on = %(on)s AND l.amount < 0), 0)::bigint,
    coalesce((SELECT sum(p.amount) FROM payments_payout p WHERE p.branch_id = %(branch)s
        AND p.settled_on = %(on)s AND p.status IN ('PAID', 'RETURNED')), 0)::bigint
"""
_MARKS = """
SELECT coalesce((c.figures ->> 'events_upto')::bigint, 0), c.ledger_upto FROM payments_dayclose c
WHERE c.branch_id = %(branch)s AND jsonb_typeof(c.figures) = 'object'
    AND c."on" = payments_last_closed(%(branch)s) AND c."on" < %(on)s
ORDER BY c.round DESC LIMIT 1
"""


def match_day(branch_id: int, on: date) -> DayMatch:
    """Compare all that tell of a day; list every difference until then, each with its owner."""
    values: dict[str, Any] = {"branch": branch_id, "on": on}
    with connection.cursor() as cursor:
        cursor.execute(_MARKS, values)
        marks = day_lines.Marks(*(cursor.fetchone() or (0, 0)))
        cursor.execute(_BANK, values)
        banks = dict(cursor.fetchall())
        cursor.execute(_OUT, values)
        out_bank, out_ledger = cursor.fetchone()
        cursor.execute(_UNMATCHED, values)
        unmatched = [Unmatched(*row) for row in cursor.fetchall()]
    sums, faulty = day_lines.read_lines(branch_id, on, marks)
    groups = [g for g in bank_open.open_groups(branch_id, on) if g.bank != g.total]
    fees = fee_day(branch_id, on)
    found = [*_differences(branch_id, on, faulty, groups), *_of_fees(fees, on)]
    return DayMatch(
        on, _channels(sums, banks, groups, on), unmatched, _owned(branch_id, on, found),
        open_days_before(branch_id, on), out_bank, out_ledger, marks, fees,
    )  # fmt: skip


def _channels(
    sums: list[day_lines.ChannelSums], banks: dict[str, int], groups: list[bank_open.OpenGroup],
    on: date,
) -> list[ChannelDay]:  # fmt: skip
    off = {g.channel: g.bank - g.total for g in groups if g.day == on}
    told = {s.channel: s for s in sums}
    nothing = day_lines.ChannelSums("", 0, 0, 0, 0, 0, 0, 0)
    codes = [*told, *(code for code in banks if code not in told and (banks[code] or code in off))]
    return [
        ChannelDay(
            code, s.lines, s.lines_total, s.receipts, s.receipts_total, s.ledger_total, s.rejected,
            s.faults, banks.get(code), off.get(code, 0),
        )
        for code in codes
        for s in (told.get(code, nothing),)
    ]  # fmt: skip


def _differences(
    branch_id: int, on: date, faulty: list[day_lines.Faulty], groups: list[bank_open.OpenGroup]
) -> list[Difference]:
    found = [(f.key, f.kind, f.since, f.channel, f.number, f.off) for f in faulty]
    found += [
        (f"SUM:{g.channel}:{g.day}", BANK_SUM, g.day, g.channel, "", g.bank - g.total)
        for g in groups
    ]
    found += [
        (f"BANK:{x.ref}", x.kind, x.day, x.channel, x.number or x.text[:40], x.amount)
        for x in bank_open.open_lines(branch_id, on)
    ]
    found += [
        (f"PAYOUT:{number}", PAYOUT_MISSING, day, "", str(number), -int(str(amount)))
        for number, day, amount in bank_open.missing_payouts(branch_id, on)
        if isinstance(day, date)
    ]
    found += [
        (f"STATEMENT:{number}:{on}", NO_STATEMENT, on, "", number, 0)
        for number in bank_open.missing_statements(branch_id, on)
    ]
    return [
        Difference(key, kind, since, max((on - since).days, 0), channel, number, amount)
        for key, kind, since, channel, number, amount in found
    ]


def _of_fees(fees: FeeDay, on: date) -> list[Difference]:
    if fees.agrees:
        return []
    return [Difference(f"FEES:{on}", FEES, on, 0, "COUNTER", "", fees.ledger - fees.amount)]


def _owned(branch_id: int, on: date, found: list[Difference]) -> list[Difference]:
    """Who owns what; an owner answers for the amount seen, so another amount is nobody's."""
    held = {
        row.key: row
        for row in DayDifference.objects.filter(
            branch_id=branch_id, key__in=[one.key for one in found]
        )
    }
    return [
        Difference(
            one.key, one.kind, one.since, one.age, one.channel, one.number, one.amount,
            row.owner_name, row.reason, row.next_step,
        )
        if (row := held.get(one.key)) and row.amount == one.amount
        else one
        for one in found
    ]  # fmt: skip
