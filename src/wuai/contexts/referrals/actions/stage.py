"""Bring a file's rows into the staging table, piece by piece; a piece is there whole or not at all."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import Any

from django.db import connection, transaction

from wuai.contexts.referrals.models import BatchChunk
from wuai.contexts.referrals.rules.pieces import NULL, STAGED, Piece, Plan, Prepared
from wuai.contexts.referrals.rules.split import Record

ROWS = 10_000
WORKERS = 2
# Below this many bytes the processes would take longer to start than to work.
ALONE_UP_TO = 3_000_000
Told = Callable[[int], None]
_COPY = f"({', '.join(STAGED)}) FROM STDIN (FORMAT csv, NULL '{NULL}')"


def pieces(records: Iterator[Record]) -> Iterator[Piece]:
    """Pieces of 10,000 records each."""
    number, first = 0, 1
    while block := list(islice(records, ROWS)):
        yield Piece(number, first, block)
        number, first = number + 1, first + len(block)


def prepared(plan: Plan, source: Iterable[Piece], size: int) -> Iterator[Prepared]:
    """Prepare pieces in their order: a small file here, a large one on every core."""
    # Brings Polars with it: a tenth of the time that every process of the house takes to start.
    from wuai.contexts.referrals.actions.prepare import prepare

    if size <= ALONE_UP_TO:
        yield from (prepare(plan, piece) for piece in source)
        return
    context = multiprocessing.get_context("spawn")
    waiting: deque[Future[Prepared]] = deque()
    with ProcessPoolExecutor(WORKERS, mp_context=context) as pool:
        for piece in source:
            waiting.append(pool.submit(prepare, plan, piece))
            if len(waiting) > WORKERS + 1:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def stage(plan: Plan, records: Iterator[Record], size: int, told: Told | None = None) -> int:
    """Stage what is not staged yet, in pieces with their line in the ledger; how many rows in all."""
    done = _staged_chunks(plan.batch_id)
    rows = 0
    counted = list[int]()

    def missing() -> Iterator[Piece]:
        for piece in pieces(records):
            counted.append(len(piece.records))
            if done.get(piece.number) != len(piece.records):
                yield piece

    for part in prepared(plan, missing(), size):
        with transaction.atomic(), connection.cursor() as cursor:
            _copy(cursor, "referrals_stagedrow", part)
            BatchChunk.objects.get_or_create(
                batch_id=plan.batch_id, number=part.number,
                defaults={"first_row": part.first_row, "rows": part.rows},
            )  # fmt: skip
        rows += part.rows
        if told:
            told(rows)
    return sum(counted)


def rehearse(plan: Plan, records: Iterator[Record], size: int, told: Told | None = None) -> int:
    """Stage into a temporary table of the same shape, which the session takes with it."""
    rows = 0
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS referrals_rehearsal")
        cursor.execute(
            "CREATE TEMPORARY TABLE referrals_rehearsal (LIKE referrals_stagedrow INCLUDING IDENTITY)"
        )
        for part in prepared(plan, pieces(records), size):
            _copy(cursor, "referrals_rehearsal", part)
            rows += part.rows
            if told:
                told(rows)
    return rows


def _copy(cursor: Any, table: str, part: Prepared) -> None:
    with cursor.copy(f"COPY {table} {_COPY}") as copy:
        copy.write(part.data)


def _staged_chunks(batch_id: int) -> dict[int, int]:
    """Which pieces stand in the staging table, whole.

    A crash of the server empties the table but not the ledger; such pieces are staged anew.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.number, c.rows, (SELECT count(*) FROM referrals_stagedrow s"
            " WHERE s.batch_id = c.batch_id AND s.chunk_no = c.number)"
            " FROM referrals_batchchunk c WHERE c.batch_id = %s",
            [batch_id],
        )
        found = cursor.fetchall()
        lost = [number for number, rows, there in found if rows != there]
        cursor.execute(
            "DELETE FROM referrals_stagedrow WHERE batch_id = %s AND chunk_no = ANY(%s)",
            [batch_id, lost],
        )
        cursor.execute(
            "DELETE FROM referrals_batchchunk WHERE batch_id = %s AND number = ANY(%s)",
            [batch_id, lost],
        )
    return {number: rows for number, rows, there in found if rows == there}
