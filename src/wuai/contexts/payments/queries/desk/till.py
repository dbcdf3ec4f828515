"""Tills as pages show them: mine, one with its counts and deposits, all of a branch."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from wuai.contexts.payments.models import Till, TillCount, TillDeposit

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class TillRow:
    """One till: whose, since when, how it stands."""

    id: int
    ref: uuid.UUID
    by_ref: str
    by_name: str
    opened_at: datetime
    opened_on: date
    opening_float: int
    state: str
    closed_at: datetime | None
    expected: int | None
    counted: int | None
    reason: str
    decided_at: datetime | None
    decided_name: str
    receipts: int
    taken: int
    given_back: int
    deposited: int

    @property
    def difference(self) -> int:
        """What was counted more (or, negative, less) than should be there."""
        return (self.counted or 0) - (self.expected or 0)

    @property
    def above_float(self) -> int:
        """What may go to the bank."""
        return self.taken - self.given_back - self.deposited + self.difference

    @property
    def should_hold(self) -> int:
        """What should lie in it now."""
        return self.opening_float + self.taken - self.given_back - self.deposited


_ROWS = """
SELECT t.id, t.ref, t.by_ref, t.by_name, t.opened_at, t.opened_on, t.opening_float, t.state,
       t.closed_at, t.expected, t.counted, t.reason, t.decided_at, coalesce(t.decided_name, ''),
       c.receipts, c.taken, c.given_back, d.deposited
FROM payments_till t
CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE x.amount > 0) AS receipts,
    coalesce(sum(x.amount) FILTER (WHERE x.amount > 0), 0)::bigint AS taken,
    coalesce(-sum(x.amount) FILTER (WHERE x.amount < 0), 0)::bigint AS given_back
    FROM (SELECT y.amount FROM payments_tillcash y WHERE y.till_id = t.id
        UNION ALL SELECT f.amount FROM payments_feereceipt f WHERE f.till_id = t.id
        UNION ALL SELECT -f.amount FROM payments_feevoid v JOIN payments_feereceipt f ON f.id = v.receipt_id
            WHERE v.till_id = t.id) x) c
CROSS JOIN LATERAL (SELECT coalesce(sum(y.amount), 0)::bigint AS deposited
    FROM payments_tilldeposit y WHERE y.till_id = t.id) d
WHERE t.branch_id = %(branch)s AND {which}
ORDER BY t.state <> 'COUNTED', t.state <> 'OPEN', t.id DESC LIMIT %(limit)s
"""


def _rows(which: str, branch_id: int, **values: str) -> list[TillRow]:
    with connection.cursor() as cursor:
        cursor.execute(
            _ROWS.format(which=which), {"branch": branch_id, "limit": PER_PAGE, **values}
        )
        return [TillRow(*row) for row in cursor.fetchall()]


def tills(branch_id: int) -> list[TillRow]:
    """The tills of a branch: what waits for approval, what is open, then the newest."""
    return _rows("true", branch_id)


def open_till_of(branch_id: int, by_ref: str) -> TillRow | None:
    """The open till of a person; None when there is none."""
    return next(iter(_rows("t.by_ref = %(by)s AND t.state = 'OPEN'", branch_id, by=by_ref)), None)


def has_open_till(branch_id: int, by_ref: str) -> bool:
    """Whether a person works at an open till."""
    return Till.objects.filter(branch_id=branch_id, by_ref=by_ref, state="OPEN").exists()


@dataclass(frozen=True, slots=True)
class CountRow:
    """One count; ``pieces`` from the largest denomination to the smallest."""

    no: int
    at: datetime
    counted: int
    expected: int
    pieces: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class DepositRow:
    """One walk to the bank."""

    ref: uuid.UUID
    bank: str
    slip_no: str
    amount: int
    deposited_on: date
    by_name: str


@dataclass(frozen=True, slots=True)
class TillFacts:
    """A till with its counts and deposits."""

    row: TillRow
    counts: list[CountRow]
    deposits: list[DepositRow]

    @property
    def last_count(self) -> CountRow | None:
        """The count that a close would stand on; None when cash has moved since, or none was made."""
        last = self.counts[-1] if self.counts else None
        return last if last is not None and last.expected == self.row.should_hold else None


def till_facts(branch_id: int, ref: uuid.UUID) -> TillFacts | None:
    """One till of a branch; None when there is none."""
    row = next(iter(_rows("t.ref = %(ref)s", branch_id, ref=str(ref))), None)
    if row is None:
        return None
    counts = [
        CountRow(c.no, c.at, c.counted, c.expected, _sorted(c.pieces))
        for c in TillCount.objects.filter(till_id=row.id).order_by("no")
    ]
    deposits = [
        DepositRow(d.ref, d.bank, d.slip_no, d.amount, d.deposited_on, d.by_name)
        for d in TillDeposit.objects.filter(till_id=row.id).order_by("id")
    ]
    return TillFacts(row, counts, deposits)


def _sorted(pieces: dict[str, int]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(((int(d), n) for d, n in pieces.items()), reverse=True))
