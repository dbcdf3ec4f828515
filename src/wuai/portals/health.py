"""Is the process alive, and is everything it needs ready?"""

from collections.abc import Callable

from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from wuai.platform.access import public

HEARTBEAT_SECONDS = 30  # a worker reports every 10


@public
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@public
def readyz(request: HttpRequest) -> HttpResponse:
    """Database, migrations, worker heartbeat and storage; 503 names what is not ready."""
    checks = {name: _holds(check) for name, check in CHECKS.items()}
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, OSError):
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _worker() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers"
            " WHERE last_heartbeat > now() - make_interval(secs => %s)",
            [HEARTBEAT_SECONDS],
        )
        return bool(cursor.fetchone()[0])


def _storage() -> bool:
    default_storage.exists("probe")
    return True


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "worker": _worker,
    "storage": _storage,
}
