"""Killed in the middle, or run twice at the same instant: the end is the same as of one quiet run."""

import json
import subprocess
import sys
import time

import psycopg
import pytest

pytestmark = [pytest.mark.slow, pytest.mark.deep]
ROWS, PATIENCE = 40, 120
# Where the import is stopped: it waits for this table, in the middle of its transaction.
STOPS = ("payments_rawevent", "payments_allocation", "ledger_ledgerentry", "platform_historyline")
SHORT = ("payments_allocation",)


@pytest.fixture
def referred(wuai, own_database, tmp_path):
    """A branch with some cases; returns the command that answers in JSON."""
    own_database["WUAI_BRANCH"] = "SCY"

    def ask(*arguments):
        return json.loads(wuai(*arguments, "--json").stdout)

    file = tmp_path / "referrals.csv"
    ask("simulate", "referrals", "--agency", "NHI", "--rows", str(ROWS), "-o", str(file))
    ask.cases = ask("referrals", "import", "--agency", "NHI", str(file))["accepted"]
    return ask


def _start(environment, *arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "wuai.config.cli", *arguments, "--json"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _waiting(watcher):
    """How many sessions of this database wait for a lock."""
    found = watcher.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND wait_event_type = 'Lock'"
    )
    return found.fetchone()[0]


def _until(condition):
    ends = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < ends, "it never came to pass"
        time.sleep(0.1)


def test_a_settlement_killed_in_the_middle_is_posted_once_by_the_next_try(
    referred, own_database, tmp_path, deep_seconds
):
    referred("notices", "issue", "-o", str(tmp_path / "paper"))
    file = tmp_path / "settlement.csv"
    told = referred("simulate", "settlements", "--channel", "VA", "--share", "1", "-o", str(file))
    with (
        psycopg.connect(own_database["DATABASE_URL"]) as holder,
        psycopg.connect(own_database["DATABASE_URL"], autocommit=True) as watcher,
    ):
        for table in STOPS if deep_seconds else SHORT:
            holder.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
            running = _start(own_database, "payments", "import", "--channel", "VA", str(file))
            _until(lambda: _waiting(watcher) == 1)
            running.kill()
            running.communicate()
            holder.rollback()
            _until(lambda: _waiting(watcher) == 0)
            assert watcher.execute("SELECT count(*) FROM payments_receipt").fetchone() == (0,)
    done = referred("payments", "import", "--channel", "VA", str(file))
    assert (done["posted"], done["total"]) == (told["lines"], told["total"])
    again = referred("payments", "import", "--channel", "VA", str(file))
    assert again["replayed"]
    assert all(check["holds"] for check in referred("ledger", "verify"))


def test_two_issues_of_notices_at_once_write_to_nobody_twice(referred, own_database, tmp_path):
    with (
        psycopg.connect(own_database["DATABASE_URL"]) as holder,
        psycopg.connect(own_database["DATABASE_URL"], autocommit=True) as watcher,
    ):
        holder.execute("SELECT id FROM cases_case ORDER BY id FOR UPDATE")
        both = [
            _start(own_database, "notices", "issue", "-o", str(tmp_path / name)) for name in "ab"
        ]
        _until(lambda: _waiting(watcher) == 2)
        holder.rollback()
        told = [json.loads(one.communicate()[0]) for one in both]
        letters = watcher.execute(
            "SELECT count(DISTINCT case_id), count(*) FROM notices_noticecase"
        ).fetchone()
        slips = watcher.execute(
            "SELECT count(DISTINCT case_id), count(*) FROM payments_slip"
        ).fetchone()
    assert letters == slips == (referred.cases, referred.cases)
    assert sorted(one.get("notices", 0) > 0 for one in told) == [False, True]
