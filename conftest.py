"""Tests run on a real PostgreSQL: the embedded one under ``var-test/``, or the one that
``DATABASE_OWNER_URL`` names (its superuser). They work as the app role, so a missing grant shows.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
os.environ["WUAI_TESTING"] = "1"
os.environ.setdefault("WUAI_VAR", str(ROOT / "var-test"))
(Path(os.environ["WUAI_VAR"]) / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise looks
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuai.config.settings")
sys.path.insert(0, str(ROOT / "src"))

from wuai.config import embedded  # noqa: E402

_lease = None
if "DATABASE_OWNER_URL" not in os.environ:
    # A server for each process of the run: a transaction of one does not hold up another's sealing.
    _data = Path(os.environ["WUAI_VAR"]) / f"pg{os.environ.get('PYTEST_XDIST_WORKER', '')}"
    _lease = embedded.start(_data, durable=False)
    os.environ["DATABASE_OWNER_URL"] = embedded.urls(_data).superuser
os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]

import django  # noqa: E402
import pytest  # noqa: E402
from hypothesis import settings as properties  # noqa: E402

# A busy machine is no broken property; the short form is the same every time, the deep one is not.
properties.register_profile("house", deadline=None, derandomize="DEEP_S" not in os.environ)
properties.load_profile("house")

from tests import forked  # noqa: E402

django.setup()  # here, not by the plugin's ini option: that one would read the settings before us


def pytest_unconfigure(config: pytest.Config) -> None:
    if _lease is not None:
        _lease.release()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """A folder of this run's own: pytest's shared one is shut again to others by every new run,
    and the PostgreSQL of a test, which runs under another account, would lose its data folder.
    """
    if config.option.basetemp is None and not hasattr(config, "workerinput"):
        config.option.basetemp = tempfile.mkdtemp(prefix="wuai-test-")
        config.add_cleanup(lambda: shutil.rmtree(config.option.basetemp, ignore_errors=True))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database (``make test-database`` runs it on another PostgreSQL too)."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "own_database" in fixtures:
            # Or no test database is made when such tests run alone, and there is nothing to clone.
            item.add_marker(pytest.mark.django_db)
        if "django_db" in item.keywords or {"db", "transactional_db", "own_database"} & fixtures:
            item.add_marker(pytest.mark.database)


@pytest.fixture
def deep_seconds() -> int | None:
    """How long a test marked ``deep`` may go on; None means its short, seeded form."""
    return int(os.environ["DEEP_S"]) if os.environ.get("DEEP_S") else None


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """After the migrations: reference data, the grants, a template to clone, then the app role."""
    import psycopg
    from django.core.management import call_command
    from django.db import connection
    from django.db.backends.postgresql.creation import DatabaseCreation
    from django.db.backends.postgresql.operations import DatabaseOperations
    from django.db.backends.signals import connection_created

    from wuai.config.reference import load_all
    from wuai.platform.grants import grant

    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute(
                "DO $$ BEGIN CREATE ROLE wuai_app LOGIN;"
                " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
            )
        call_command("createcachetable", verbosity=0)
        grant("wuai_app")
        load_all()
        name = connection.settings_dict["NAME"]
        connection.close()
        base = os.environ["DATABASE_OWNER_URL"].rpartition("/")[0]
        with psycopg.connect(f"{base}/postgres", autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}_template" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{name}_template" TEMPLATE "{name}"')

    def as_app(connection: Any, **_: Any) -> None:
        if connection.alias == "default" and connection.settings_dict["NAME"] == name:
            connection.cursor().execute("SET ROLE wuai_app")

    connection_created.connect(as_app, weak=False)
    flush = DatabaseOperations.execute_sql_flush

    def flush_as_owner(self: Any, sql_list: list[str]) -> None:
        # Emptying tables between tests is not something the app may do; reference data comes back.
        with self.connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute("SET session_replication_role = replica")
            try:
                flush(self, sql_list)
                cursor.execute("DELETE FROM procrastinate_jobs")  # jobs of rows that are gone
            finally:
                cursor.execute("SET session_replication_role = DEFAULT")
                cursor.execute("SET ROLE wuai_app")
        load_all()

    DatabaseOperations.execute_sql_flush = flush_as_owner

    def drop(self: Any, test_database_name: str, verbosity: int) -> None:
        # A server or thread of the last test may still hold a connection.
        with psycopg.connect(f"{base}/postgres", autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{test_database_name}" WITH (FORCE)')

    DatabaseCreation._destroy_test_db = drop


@pytest.fixture
def deliver(db: None) -> Any:
    """``deliver()`` runs the waiting jobs in this connection until none is left; their count comes back.

    ``deliver(only="%deliver")`` brings events to their handlers and sends no letters.
    """
    from django.db import connection

    from wuai.platform.jobs import procrastinate_app

    def run(only: str = "%") -> int:
        done = 0
        while True:
            with connection.cursor() as cursor:
                cursor.execute(
                    "DELETE FROM procrastinate_jobs WHERE id = (SELECT id FROM procrastinate_jobs"
                    " WHERE status = 'todo' AND task_name LIKE %s ORDER BY id LIMIT 1)"
                    " RETURNING task_name, args",
                    [only],
                )
                row = cursor.fetchone()
            if row is None:
                return done
            arguments = json.loads(row[1]) if isinstance(row[1], str) else row[1]
            procrastinate_app.tasks[row[0]](**arguments)
            done += 1

    return run


@pytest.fixture
def own_database(django_db_setup: None, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A database of its own with reference data: the environment for subprocesses (``wuai`` too)."""
    import psycopg

    base, _, _ = os.environ["DATABASE_OWNER_URL"].rpartition("/")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    template = f"test_wuai{'_' + worker if worker else ''}_template"
    if "test_" not in template:  # pragma: no cover
        raise RuntimeError(template)
    name = f"own_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        source = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'test_%%template'"
            " AND (%s = '' OR datname LIKE %s) ORDER BY 1",
            [worker, f"%{worker}_template"],
        ).fetchone()
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source[0]}"')
        try:
            yield {
                **os.environ,
                "DATABASE_URL": f"{base}/{name}",
                "DATABASE_OWNER_URL": f"{base}/{name}",
                "WUAI_VAR": os.environ["WUAI_VAR"],
                "PYTHONPATH": str(ROOT / "src"),
            }
        finally:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture
def wuai(own_database: dict[str, str]) -> Any:
    """``wuai("cases", "show", "…", "--json")`` runs the real command in ``own_database``."""

    def run(*arguments: str, check: int | None = 0) -> subprocess.CompletedProcess[str]:
        done = forked.run(["-m", "wuai.config.cli", *arguments], own_database)
        if check is not None and done.returncode != check:
            raise AssertionError(f"exit {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done

    return run
