"""A worker may be killed in the middle of a job: another one does it, and its effect is there once."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).parents[2]
WITHIN = 120
_PUBLISH = """
from wuai.config import boot; boot.setup()
from django.db import transaction
from tests.front_door.slow_event import Slow
from wuai.platform.events import publish
with transaction.atomic(): publish(Slow(7))
"""
_WORK = """
from wuai.config import boot; boot.setup()
import tests.front_door.slow_event
from wuai.config.worker import app
app(args=[], prog_name="worker")
"""


@pytest.fixture
def environment(own_database, tmp_path):
    return own_database | {
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "SLOW_FLAG": str(tmp_path / "started"),
        "WUAI_LOG": "ERROR",
    }  # fmt: skip


@pytest.fixture
def work(environment, tmp_path):
    running = []

    def start():
        with (tmp_path / "worker.log").open("ab") as log:
            running.append(
                subprocess.Popen(
                    [sys.executable, "-c", _WORK],
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                )
            )
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()


def _until(condition, patience):
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.2)
    return False


@pytest.mark.slow
@pytest.mark.deep
def test_a_killed_worker_s_job_is_done_once_by_another(environment, work, tmp_path, deep_seconds):
    subprocess.run([sys.executable, "-c", _PUBLISH], env=environment, check=True, timeout=60)
    first = work()
    assert _until((tmp_path / "started").exists, 60), (tmp_path / "worker.log").read_text()[-2000:]
    first.send_signal(signal.SIGKILL)
    first.wait()
    killed = time.monotonic()
    with psycopg.connect(environment["DATABASE_URL"], autocommit=True) as connection:

        def effects():
            return connection.execute(
                "SELECT count(*) FROM platform_historyline WHERE action = 'test.slow'"
            ).fetchone()[0]

        if not deep_seconds:  # the short form does not wait for the heartbeat to grow old
            connection.execute(
                "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 min'"
            )
        assert effects() == 0
        work()
        log = tmp_path / "worker.log"
        assert _until(lambda: effects() == 1, WITHIN), log.read_text()[-2000:]
        assert time.monotonic() - killed <= WITHIN
        handled = connection.execute("SELECT count(*) FROM platform_handledevent").fetchone()[0]
        assert handled == 1
        assert _until(lambda: _waiting(connection) == 0, 30)
        assert effects() == 1


def _waiting(connection):
    return connection.execute(
        "SELECT count(*) FROM procrastinate_jobs"
        " WHERE task_name LIKE '%deliver' AND status IN ('todo', 'doing')"
    ).fetchone()[0]
