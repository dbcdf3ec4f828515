"""Killed at any point and started again, a batch ends in the state of one that was never killed."""

import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests import forked

from wuai.config.simulate import Wanted, write_referrals

from .files import ON

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROWS = 1200
# Runs the import in pieces of 300 rows and kills itself at the n-th call of one function.
CHILD = """
import os, signal, sys
from datetime import datetime, UTC, date
from pathlib import Path
if __name__ == "__main__":
    from wuai.contexts.organisation import api as organisation
    from wuai.contexts.referrals.actions import accept, intake, stage
    from wuai.platform import actors
    stage.ROWS = 300
    path, module, name, when, moment = sys.argv[1:]
    if module:
        target = {"stage": stage, "accept": accept, "intake": intake}[module]
        whole, calls = getattr(target, name), [0]

        def deadly(*args, **kwargs):
            calls[0] += 1
            if calls[0] == int(when) and moment == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            result = whole(*args, **kwargs)
            if calls[0] == int(when):
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        setattr(target, name, deadly)
    branch = organisation.branch("SCY")
    outcome = intake.import_file(
        upload=intake.read_upload(Path(path)), branch_id=branch.id,
        agency_id=organisation.agency("NHI").id, by=actors.system("t", branch_id=branch.id),
        at=datetime(2026, 11, 21, 3, tzinfo=UTC), on=date(2026, 11, 21))
    print(outcome.accepted, outcome.rejected, outcome.duplicates)
"""
POINTS = [
    ("intake", "receive_batch", 1, "before"),
    ("intake", "receive_batch", 1, "after"),
    ("stage", "_copy", 1, "after"),
    ("stage", "_copy", 3, "before"),
    ("accept", "decide", 1, "after"),
    ("accept", "_reserve", 1, "after"),
    ("accept", "_results", 1, "after"),
    ("accept", "record", 1, "before"),
    ("accept", "accept_batch", 1, "after"),
]


def run(env: dict[str, str], script: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return forked.run([str(script), *arguments], env)


def state(url: str) -> dict[str, Any]:
    """All that the batch left, without what is random by design (refs, seeds, sections, seals)."""
    import psycopg

    questions = {
        "cases": "SELECT number, agency_ref, referred, limit_1_on, limit_2_on, status, p.name"
        " FROM cases_case c JOIN parties_party p ON p.id = c.obligor_id ORDER BY number",
        "entries": "SELECT component, count(*), sum(amount) FROM ledger_ledgerentry GROUP BY 1"
        " ORDER BY 1",
        "results": "SELECT row_no, result, agency_ref, errors FROM referrals_rowresult ORDER BY 1",
        "parties": "SELECT name, id_index, address FROM parties_party ORDER BY 2, 1",
        "assigned": "SELECT count(*), count(DISTINCT case_id) FROM cases_assignment",
        "counters": "SELECT kind, last FROM platform_numbercounter ORDER BY 1",
        "staged": "SELECT count(*) FROM referrals_stagedrow",
        "batches": "SELECT status, rows, accepted, rejected, duplicates, number_first,"
        " number_count, number_void FROM referrals_batch",
        "history": "SELECT action, count(*) FROM platform_historyline WHERE action LIKE 'referral%'"
        " GROUP BY 1 ORDER BY 1",
    }
    with psycopg.connect(url) as connection:
        return {name: connection.execute(sql).fetchall() for name, sql in questions.items()}


@pytest.fixture
def desk(own_database: dict[str, str], tmp_path: Path) -> Any:
    """The script, the file, and a fresh database for each run."""
    import psycopg

    script, path = tmp_path / "child.py", tmp_path / "file.csv"
    script.write_text(CHILD)
    write_referrals(path, Wanted(agency="NHI", rows=ROWS, seed=9, big5=False, bad=0.05, on=ON))
    base, _, empty = own_database["DATABASE_URL"].rpartition("/")

    def fresh(name: str) -> dict[str, str]:
        with psycopg.connect(f"{base}/postgres", autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{empty}"')
        url = f"{base}/{name}"
        return {**own_database, "DATABASE_URL": url, "DATABASE_OWNER_URL": url}

    yield fresh, script, str(path)
    with psycopg.connect(f"{base}/postgres", autocommit=True) as server:
        for name in ("own_killed", "own_whole"):
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def test_a_batch_killed_anywhere_ends_as_if_it_had_never_been(desk: Any) -> None:
    fresh, script, path = desk
    whole = fresh("own_whole")
    clean = run(whole, script, path, "", "", "0", "")
    assert clean.returncode == 0, clean.stderr
    expected = state(whole["DATABASE_URL"])
    assert len(expected["cases"]) > ROWS * 0.9
    for module, name, when, moment in POINTS:
        env = fresh("own_killed")
        killed = run(env, script, path, module, name, str(when), moment)
        assert killed.returncode == -signal.SIGKILL, (name, killed.stderr)
        again = run(env, script, path, "", "", "0", "")
        assert again.returncode == 0, (name, again.stderr)
        assert again.stdout == clean.stdout
        found = state(env["DATABASE_URL"])
        for subject, rows in expected.items():
            assert found[subject] == rows, (name, moment, subject)
