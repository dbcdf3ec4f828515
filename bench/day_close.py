"""Closing a day: a million lines of one channel, one credit at the bank, until the day is closed.

``python -m bench.day_close`` (``BENCH_ROWS`` names other sizes). Two figures. The statement: match
a day's lines with the bank's credit, beside COPY of the rows that ours wrote. The close: judge each
line by channel, receipt and ledger, beside a bare query that only adds the same rows up.
"""

import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from bench.money import BRANCH, make_cases, prepare_environment, say

prepare_environment("day_close")
ROWS = [int(n) for n in os.environ.get("BENCH_ROWS", "1000000").split(",")]
PER_FILE, CASES = 100_000, 1000
_BARE = """
SELECT count(*), sum(e.amount), sum(r.amount), sum(m.money) FROM payments_receipt r
JOIN payments_rawevent e ON e.id = r.event_id
JOIN (SELECT t.reference, sum(l.amount) FILTER (WHERE l.amount > 0) AS money
      FROM ledger_ledgertransaction t JOIN ledger_ledgerentry l ON l.transaction_id = t.id
      WHERE t.branch_id = %s AND t.kind = 'PAYMENT' GROUP BY t.reference) m
    ON m.reference = r.ref::text
WHERE r.branch_id = %s AND r.posted_on = %s
"""


def pay(rows: int, on: date) -> None:
    """Take in files of one dollar a line, spread over the slips of the branch."""
    from django.utils import timezone

    from wuai.contexts.organisation import api as organisation
    from wuai.contexts.payments import api as payments
    from wuai.platform.actors import system

    branch = organisation.branch(BRANCH)
    slips = [slip.number for slip in payments.open_slips(branch.id)][-CASES:]
    for first in range(0, rows, PER_FILE):
        count = min(PER_FILE, rows - first)
        lines = [
            (slips[n % len(slips)], on, on, 1, "CVS_711", "門市", f"{on:%m%d}{first + n:010d}")
            for n in range(count)
        ]
        payments.import_settlement(
            branch_id=branch.id, channel_code="CVS_711", name="bench.csv",
            content=payments.write_settlement(lines), by=system("bench", branch_id=branch.id),
            at=timezone.now(), on=on,
        )  # fmt: skip


def timed(work: Any) -> tuple[float, Any]:
    """Seconds, and what came back."""
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def copied() -> float:
    """COPY the match's links out and in again; seconds of the way in."""
    from django.db import connection

    columns = "match_id, receipt_id, undone"
    with tempfile.TemporaryDirectory() as folder, connection.cursor() as cursor:
        path = Path(folder) / "links"
        with path.open("wb") as out, cursor.copy(
            f"COPY (SELECT {columns} FROM payments_bankmatchreceipt) TO STDOUT (FORMAT binary)"
        ) as copy:  # fmt: skip
            for block in copy:
                out.write(block)
        cursor.execute(
            "CREATE TEMPORARY TABLE links (LIKE payments_bankmatchreceipt INCLUDING ALL)"
        )
        began = time.perf_counter()
        with path.open("rb") as source, cursor.copy(
            f"COPY links ({columns}) FROM STDIN (FORMAT binary)"
        ) as copy:  # fmt: skip
            while block := source.read(1024 * 1024):
                copy.write(block)
        seconds = time.perf_counter() - began
        cursor.execute("DROP TABLE links")
    return seconds


def measure(rows: int) -> None:
    """One size."""
    from django.db import connection, transaction
    from django.utils import timezone

    from wuai.contexts.organisation import api as organisation
    from wuai.contexts.payments import api as payments
    from wuai.platform.actors import system

    on, branch = timezone.localdate(), organisation.branch(BRANCH)
    by = system("bench", branch_id=branch.id)
    make_cases(CASES)
    pay(rows, on)
    (account,) = payments.bank_accounts(branch.id)
    statement = payments.write_statement(account[0], 0, (on, on), [(on, rows, "統一超商代收", "")])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    matched, taken = timed(lambda: payments.import_statement(
        branch_id=branch.id, account=account[0], name="bench.csv", content=statement, by=by,
        at=timezone.now(),
    ))  # fmt: skip
    say("day_close", f"match {rows} lines with the bank", matched, copied(),
        reference_is="COPY of the links written", unit="s", matches=taken.matched)  # fmt: skip

    def bare() -> None:
        # Joined as ours is: right after an import the planner takes the day for an empty one.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '128MB'")
            cursor.execute("SET LOCAL enable_nestloop = off")
            cursor.execute(_BARE, [branch.id, branch.id, on])
            cursor.fetchall()

    closed, match = timed(
        lambda: payments.close_day(branch_id=branch.id, on=on, by=by, at=timezone.now())
    )
    reference, _ = timed(bare)
    if not match.may_close or match.channels[0].lines != rows:
        raise SystemExit(f"{match}")
    say("day_close", f"close a day of {rows} lines", closed, reference,
        reference_is="a bare query that adds the same rows up", unit="s")  # fmt: skip


def main() -> None:
    """Every size asked for, each in a fresh place of its own."""
    from wuai.config import boot

    boot.setup()
    for rows in ROWS:
        measure(rows)
    print("done", file=sys.stderr)


if __name__ == "__main__":
    main()
