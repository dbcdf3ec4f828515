"""Intake: a referral file until its cases are numbered, assigned and posted, beside COPY of the same rows.

``python -m bench.intake`` takes 100,000 and 1,000,000 rows (``BENCH_ROWS`` names others). Ours is the
whole import: read, check, seal, stage, decide, assign, post, answer row by row. The reference is
COPY, by one connection, of all final rows that ours wrote, prepared beforehand, into a database of
the same server with the same tables, indexes, constraints and triggers. Peak memory is that of our
processes without PostgreSQL.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("WUAI_VAR") or ROOT / "var-bench" / "intake")
ROWS = [int(n) for n in os.environ.get("BENCH_ROWS", "100000,1000000").split(",")]
AGENCY, BRANCH = "NHI", "SCY"
os.environ["WUAI_VAR"] = str(VAR)
sys.path.insert(0, str(ROOT / "src"))
# In the order in which the foreign keys allow it.
TABLES = (
    "platform_storedfile", "platform_numbercounter", "referrals_batch", "referrals_batchchunk",
    "parties_party", "cases_assignmentrun", "cases_case", "cases_assignment",
    "ledger_ledgeraccount", "ledger_ledgertransaction", "ledger_ledgerentry",
    "referrals_rowresult", "platform_historyline", "platform_rowimage",
)  # fmt: skip
CHILD = """
import sys, time, json
from pathlib import Path
sys.path[:0] = {paths!r}
if __name__ == "__main__":
    from wuai.config import boot
    boot.setup()
    from django.utils import timezone
    from wuai.contexts.organisation import api as organisation
    from wuai.contexts.referrals.actions import intake
    from wuai.contexts.referrals.queries_results import write_results
    from wuai.platform import actors
    branch = organisation.branch("{branch}")
    began = time.perf_counter()
    at = timezone.now()
    outcome = intake.import_file(
        upload=intake.read_upload(Path(sys.argv[1])), branch_id=branch.id,
        agency_id=organisation.agency("{agency}").id, by=actors.system("bench", branch_id=branch.id),
        at=at, on=at.date())
    write_results(outcome.batch)
    print(json.dumps({{"seconds": time.perf_counter() - began, "accepted": outcome.accepted,
                      "rejected": outcome.rejected, "duplicates": outcome.duplicates}}))
"""


def _memory_of(pid: int) -> int:
    """Resident bytes of a process and its children, less what they share."""
    total = 0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(entry.name) == pid or int(fields[1]) == pid:
                text = (entry / "smaps_rollup").read_text()
                total += int(text.split("Pss:")[1].split()[0]) * 1024
        except (OSError, IndexError, ValueError):
            continue
    return total


def ours(path: Path, url: str) -> dict[str, Any]:
    """Import the file in a process of its own; seconds, counts, peak memory."""
    with tempfile.NamedTemporaryFile("w", suffix=".py", delete=False) as script:
        script.write(CHILD.format(paths=[str(ROOT / "src")], branch=BRANCH, agency=AGENCY))
    process = subprocess.Popen(
        [sys.executable, script.name, str(path)], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "DATABASE_URL": url, "DATABASE_OWNER_URL": url,
             "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    peak, over = [0], threading.Event()

    def watch() -> None:
        while not over.wait(0.1):
            peak[0] = max(peak[0], _memory_of(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    out, _ = process.communicate()
    over.set()
    watcher.join()
    Path(script.name).unlink()
    if process.returncode:
        raise SystemExit(f"import ended with {process.returncode}")
    return {**json.loads(out), "peak": peak[0]}


def prepare(url: str, empty: str, folder: Path) -> list[tuple[str, str, Path]]:
    """Write the rows that the import left, table by table, as binary COPY takes them."""
    import psycopg

    found = []
    with psycopg.connect(url) as connection, psycopg.connect(empty) as before:
        for table in TABLES:
            there = before.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
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
                    f"COPY (SELECT {columns} FROM {table} WHERE id > {there[0] if there else 0}"
                    " ORDER BY id) TO STDOUT (FORMAT binary)"
                ) as copy,
            ):
                for block in copy:
                    out.write(block)
            found.append((table, columns, path))
    return found


def reference(url: str, prepared: list[tuple[str, str, Path]]) -> float:
    """COPY the prepared rows in, in one transaction; seconds."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
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
        return time.perf_counter() - began


def say(case: str, mine: float, other: float, what: str, unit: str, **more: Any) -> None:
    """Print one figure."""
    line = {"bench": "intake", "case": case, "ours": round(mine, 2), "reference": round(other, 2),
            "reference_is": what, "ratio": round(other / mine, 3), "unit": unit, **more}  # fmt: skip
    print(json.dumps(line, ensure_ascii=False), flush=True)


def main() -> None:
    """Run every size, each in databases of its own."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    import psycopg

    from wuai.config import boot, database, embedded
    from wuai.config.simulate import Wanted, write_referrals

    boot.setup()
    from django.db import connection as django_connection

    django_connection.close()
    superuser = embedded.urls(database.DATA, "postgres").superuser
    costs: dict[int, float] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        psycopg.connect(superuser, autocommit=True) as server,
    ):
        for rows in ROWS:
            path = Path(folder) / "referrals.csv"
            today = datetime.now(ZoneInfo("Asia/Taipei")).date()
            write_referrals(path, Wanted(AGENCY, rows, seed=rows, on=today))
            for name in ("bench_ours", "bench_copy"):
                server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
                server.execute(f"CREATE DATABASE {name} TEMPLATE wuai")
            server.execute("CHECKPOINT")
            urls = [embedded.urls(database.DATA, n).superuser for n in ("bench_ours", "bench_copy")]
            mine = ours(path, urls[0])
            print(mine, file=sys.stderr)
            copied = reference(urls[1], prepare(*urls, Path(folder)))
            costs[rows] = mine["seconds"] / rows
            counts = {k: mine[k] for k in ("accepted", "rejected", "duplicates")}
            say(f"{rows} rows", mine["seconds"], copied, "COPY of all final rows", "s", **counts)
            say(f"{rows} rows, memory", mine["peak"] / 2**20, 1024, "limit", "MiB")
            for name in ("bench_ours", "bench_copy"):
                server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    if len(costs) > 1:
        few, many = min(costs), max(costs)
        say(f"cost per row at {many}", costs[many] * 1e6, costs[few] * 1e6 * 1.3,
            f"1.3 × cost per row at {few}", "µs")  # fmt: skip


if __name__ == "__main__":
    main()
