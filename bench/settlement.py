"""Settlement: a file of 100,000 lines until everything is posted and closed, beside COPY.

``python -m bench.settlement`` (``BENCH_ROWS`` names other sizes, ``BENCH_CASES`` how many slips they
pay at most: beyond it, each slip is paid in parts). Ours is the whole import, in files of 200,000
lines at most: read, check, keep each line, place, post, close what is paid off. The reference is
COPY, by one connection, of all rows that the first file wrote, prepared beforehand, into a database
of the same server with the same tables, indexes, constraints and triggers; times the files, so that
a million lines need no second database of their size.
"""

import os
import random
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from bench.money import BRANCH, make_cases, prepare_environment, say

prepare_environment("settlement")
ROWS = [int(n) for n in os.environ.get("BENCH_ROWS", "100000").split(",")]
MOST_CASES, PER_FILE = int(os.environ.get("BENCH_CASES", "50000")), 200_000
# In the order in which the foreign keys allow it.
TABLES = (
    "platform_storedfile", "payments_settlementfile", "payments_rawevent", "payments_receipt",
    "payments_allocation", "payments_openitem", "ledger_ledgeraccount", "ledger_ledgertransaction",
    "ledger_ledgerentry", "platform_rowimage", "platform_historyline",
)  # fmt: skip


def ours(content: bytes, on: date) -> tuple[float, Any]:
    """Import the file; seconds and outcome."""
    from django.utils import timezone

    from wuai.contexts.organisation import api as organisation
    from wuai.contexts.payments import api as payments
    from wuai.platform.actors import system

    branch = organisation.branch(BRANCH)
    began = time.perf_counter()
    outcome = payments.import_settlement(
        branch_id=branch.id, channel_code="VA", name="bench.csv", content=content,
        by=system("bench", branch_id=branch.id), at=timezone.now(), on=on,
    )  # fmt: skip
    return time.perf_counter() - began, outcome


def settled(rows: int, share_full: float, on: date) -> list[bytes]:
    """Files of so many lines: ``share_full`` of the slips are paid in full, the others by half."""
    from wuai.config.simulate_settlements import settlement_rows
    from wuai.contexts.organisation import api as organisation
    from wuai.contexts.payments import api as payments

    cases, chance = min(rows, MOST_CASES), random.Random(rows)
    make_cases(cases)
    branch_id = organisation.branch(BRANCH).id
    slips = settlement_rows(branch_id, "VA", share=1, on=on, random=chance)[-cases:]
    lines = []
    for place, (*who, amount, channel, where, serial) in enumerate(slips):
        count = rows // cases + (place < rows % cases)
        total = int(str(amount)) // (1 if chance.random() < share_full else 2)
        each = [total // count] * (count - 1)
        lines += [
            (*who, part, channel, where, f"{serial}{number:02d}")
            for number, part in enumerate([*each, total - sum(each)])
        ]
    return [
        payments.write_settlement(lines[first : first + PER_FILE])
        for first in range(0, rows, PER_FILE)
    ]


def highest(connection: Any) -> dict[str, int]:
    """The last id of each table."""
    return {
        t: connection.execute(f"SELECT coalesce(max(id), 0) FROM {t}").fetchone()[0] for t in TABLES
    }


def prepare(
    connection: Any, before: dict[str, int], until: dict[str, int], folder: Path
) -> list[tuple[str, str, Path]]:
    """Write the rows that an import left, table by table, as binary COPY takes them."""
    found = []
    for table in TABLES:
        columns = ", ".join(
            f'"{row[0]}"'
            for row in connection.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
                " AND is_generated = 'NEVER' ORDER BY ordinal_position", [table],
            )
        )  # fmt: skip
        path = folder / table
        with (
            path.open("wb") as out,
            connection.cursor().copy(
                f"COPY (SELECT {columns} FROM {table} WHERE id > {before[table]}"
                f" AND id <= {until[table]} ORDER BY id) TO STDOUT (FORMAT binary)"
            ) as copy,
        ):
            for block in copy:
                out.write(block)
        found.append((table, columns, path))
    return found


def reference(connection: Any, prepared: list[tuple[str, str, Path]]) -> float:
    """COPY the prepared rows in, in one transaction; seconds."""
    connection.execute("CHECKPOINT")
    began = time.perf_counter()
    with connection.transaction():
        for table, columns, path in prepared:
            with (
                path.open("rb") as source,
                connection.cursor().copy(
                    f"COPY {table} ({columns}) FROM STDIN (FORMAT binary)"
                ) as copy,
            ):
                while block := source.read(1024 * 1024):
                    copy.write(block)
            path.unlink()  # so that a million lines need less room
    return time.perf_counter() - began


def measure(rows: int, share_full: float) -> None:
    """One size, beside COPY of the rows that it left."""
    import psycopg
    from django.db import connection as django_connection
    from django.utils import timezone

    from wuai.config import database, embedded

    on = timezone.localdate()
    contents = settled(rows, share_full, on)
    django_connection.close()
    url, copy_url = (embedded.urls(database.DATA, n).superuser for n in ("wuai", "bench_copy"))
    server_url = embedded.urls(database.DATA, "postgres").superuser
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS bench_copy WITH (FORCE)")
        server.execute("CREATE DATABASE bench_copy TEMPLATE wuai")
        server.execute("CHECKPOINT")
    seconds, posted, marks = 0.0, 0, []
    with psycopg.connect(url, autocommit=True) as connection:
        for content in contents:
            marks.append(highest(connection))
            taken, outcome = ours(content, on)
            print(outcome, file=sys.stderr)
            seconds, posted = seconds + taken, posted + outcome.posted
        marks.append(highest(connection))
        with tempfile.TemporaryDirectory() as folder:
            prepared = prepare(connection, marks[0], marks[1], Path(folder))
            with psycopg.connect(copy_url, autocommit=True) as other:
                copied = reference(other, prepared) * rows / min(rows, PER_FILE)
    say("settlement", f"{rows} lines, {share_full:.0%} paid in full", seconds, copied,
        reference_is="COPY of all rows written" + (
            ", as the first file's times the files" if len(contents) > 1 else ""
        ), unit="s", posted=posted)  # fmt: skip
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS bench_copy WITH (FORCE)")


def main() -> None:
    """Run every size, then prove that the books hold."""
    from wuai.config import boot

    boot.setup()
    from wuai.contexts.ledger import api as ledger

    for rows in ROWS:
        measure(rows, 0.9)
    failed = [check for check in ledger.verify() if not check.holds]
    if failed:
        raise SystemExit(f"{failed}")


if __name__ == "__main__":
    main()
