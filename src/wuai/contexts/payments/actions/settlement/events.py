"""Keep every line as it came; what came before, or twice, is kept as a duplicate."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection

from wuai.contexts.payments.actions.settlement.batch import (
    DUPLICATE,
    POSTED,
    REJECTED,
    SUSPENSE,
    Batch,
    copy_rows,
    next_ids,
)
from wuai.contexts.payments.actions.settlement.known_orders import KnownOrders, lock_known_orders
from wuai.contexts.payments.actions.settlement.known_slips import known_slips
from wuai.contexts.payments.gateways.settlement.codec import Line

_COLUMNS = (
    "branch_id", "channel_id", "file_id", "line", "identity", "number", "paid_on", "posted_on",
    "amount", "channel_code", "place", "serial", "raw", "outcome", "reason", "arrived_at",
)  # fmt: skip


def keep_events(batch: Batch, at: datetime) -> KnownOrders:
    """Write one event for each line; ``batch.events`` then holds those that are new money.

    Orders of card pages that lines speak of come back locked.
    """
    batch.load_slips()
    batch.file_id = next_ids("payments_settlementfile_id_seq", 1)[0]
    known = lock_known_orders(batch)
    at_counter = known_slips(batch)
    identities = [
        batch.identity_of(line, identity)
        for line, identity in zip(
            batch.settlement.lines, at_counter.identities(batch, known.identities(batch)),
            strict=True,
        )
    ]  # fmt: skip
    seen: set[bytes] = set()
    for line, identity in zip(batch.settlement.lines, identities, strict=True):
        batch.outcomes.append(_first_look(batch, line, identity, seen))
    _claim(batch, identities, at)
    _keep_the_rest(batch, identities, at)
    at_counter.note_settled(batch, at)
    return known


def _first_look(batch: Batch, line: Line, identity: bytes, seen: set[bytes]) -> str:
    if line.reason:
        return REJECTED
    if identity in seen:
        return DUPLICATE
    seen.add(identity)
    return POSTED if batch.slip_of(line) is not None else SUSPENSE


def _claim(batch: Batch, identities: list[bytes], at: datetime) -> None:
    """Insert the lines that may be new; the unique index tells which of them really are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE payments_arriving ON COMMIT DROP AS"
            f" SELECT {', '.join(_COLUMNS)} FROM payments_rawevent WITH NO DATA"
        )
        copy_rows("payments_arriving", _COLUMNS, _rows(batch, identities, at, {POSTED, SUSPENSE}))
        cursor.execute(
            f"INSERT INTO payments_rawevent ({', '.join(_COLUMNS)})"
            f" SELECT {', '.join(_COLUMNS)} FROM payments_arriving ORDER BY line"
            " ON CONFLICT (branch_id, identity) WHERE outcome IN ('POSTED', 'SUSPENSE') DO NOTHING"
            " RETURNING line, id"
        )
        batch.events = dict(cursor.fetchall())
        cursor.execute("DROP TABLE payments_arriving")
    for index, line in enumerate(batch.settlement.lines):
        if batch.outcomes[index] in {POSTED, SUSPENSE} and line.place_in_file not in batch.events:
            batch.outcomes[index] = DUPLICATE


def _keep_the_rest(batch: Batch, identities: list[bytes], at: datetime) -> None:
    copy_rows("payments_rawevent", _COLUMNS, _rows(batch, identities, at, {DUPLICATE, REJECTED}))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO payments_openitem (ref, branch_id, event_id, reason, since, owner_ref,"
            " owner_name, note) SELECT gen_random_uuid(), branch_id, id, reason,"
            " coalesce(posted_on, (arrived_at AT TIME ZONE 'Asia/Taipei')::date), '', '', ''"
            " FROM payments_rawevent WHERE file_id = %s AND outcome = 'REJECTED' ORDER BY line",
            [batch.file_id],
        )


def _rows(
    batch: Batch, identities: list[bytes], at: datetime, outcomes: set[str]
) -> Iterator[tuple[Any, ...]]:
    for line, identity, outcome in zip(
        batch.settlement.lines, identities, batch.outcomes, strict=True
    ):
        if outcome in outcomes:
            yield (
                batch.branch_id, batch.channel_id, batch.file_id, line.place_in_file, identity,
                line.number, line.paid_on, line.posted_on, line.amount, line.channel_code,
                line.place, line.serial, line.raw, outcome, line.reason, at,
            )  # fmt: skip
