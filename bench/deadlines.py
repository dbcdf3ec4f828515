"""A typhoon day: declare a closure while 100,000 deadlines run, until every one is reckoned anew.

``python -m bench.deadlines`` (``BENCH_ROWS`` names another size; a fresh place each time). Ours is the whole declaration:
find what it concerns, compute it under both calendars, move it, with a line for each and an image
of each row. Two mixes: a usual one, where only some move, and one where every deadline moves. The
reference is a bare UPDATE of one column of as many rows of the same table, with its triggers.
"""

import os
import sys
import time
from datetime import date, datetime, timedelta
from typing import Any

from bench.money import prepare_environment, say

prepare_environment("deadlines")
ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
CLOSED = date(2026, 11, 25)
USUAL = ("OBJECTION_OPINION", "FOI_DECISION", "ARCHIVE_DECISION", "HANDLING_DEFAULT",
         "PETITION_GENERAL", "PETITION_REPLY", "PERSONAL_DATA_ACCESS")  # fmt: skip
_FILL = """
INSERT INTO deadlines_deadline (ref, branch_id, kind, subject, case_ref, rule, started_on,
    reckoning_id, due_on, until, first_due_on, state, extension_reason, seen_by_ref, seen_by_name,
    seen_note, created_at)
SELECT gen_random_uuid(), %(branch)s, 'bench', %(mix)s || n, '', r.rule, r.started_on, r.id, r.due_on,
    r.until, r.due_on, 'RUNNING', '', '', '', '', now()
FROM generate_series(1, %(rows)s) n
JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM deadlines_reckoning
      WHERE id = ANY(%(ids)s)) r ON r.place = n %% %(kinds)s
"""


def fill(place: str, rules: tuple[str, ...], days: int, rows: int) -> None:
    """Let ``rows`` deadlines of a branch run, begun on each of the last days before the closure."""
    from django.db import connection

    from wuai.contexts.deadlines import api as deadlines
    from wuai.contexts.organisation import api as organisation
    from wuai.platform.actors import system

    branch, by = organisation.branch(place), system("bench")
    at = datetime(2026, 11, 24, 12).astimezone()
    for rule in rules:
        for n in range(days):
            since = CLOSED - timedelta(days=1 + n)
            subject = deadlines.Subject("seed", f"{place}:{rule}:{n}", branch.id)
            deadlines.start(subject=subject, rule=rule, since=since, by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT reckoning_id FROM deadlines_deadline WHERE subject LIKE %s",
            [f"{place}:%"],
        )
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            _FILL,
            {"branch": branch.id, "mix": place, "rows": rows, "ids": ids, "kinds": len(ids)},
        )


def declare(place: str) -> tuple[float, int, int]:
    """Seconds of one declaration for the county of a branch, how many it moved, and its id."""
    from wuai.contexts.deadlines import api as deadlines
    from wuai.contexts.deadlines.models import DeadlineMove
    from wuai.contexts.organisation import api as organisation
    from wuai.platform.actors import system

    county = organisation.branch(place).county
    said = deadlines.Declaration(CLOSED, county, "", "颱風停止上班")
    by, at = system("bench"), datetime(2026, 11, 24, 20).astimezone()
    began = time.perf_counter()
    closure = deadlines.declare_closure(declaration=said, by=by, at=at)
    spent = time.perf_counter() - began
    return spent, DeadlineMove.objects.filter(closure_id=closure).count(), closure


def withdraw(closure: int) -> float:
    """Seconds of taking it back."""
    from wuai.contexts.deadlines import api as deadlines
    from wuai.platform.actors import system

    by, at = system("bench"), datetime(2026, 11, 24, 21).astimezone()
    began = time.perf_counter()
    deadlines.withdraw_closure(closure_id=closure, reason="bench", by=by, at=at)
    return time.perf_counter() - began


def bare(moved: int) -> float:
    """Seconds of an UPDATE of as many rows; undone."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        began = time.perf_counter()
        cursor.execute(
            "UPDATE deadlines_deadline SET due_on = due_on + 1 WHERE id IN"
            " (SELECT id FROM deadlines_deadline WHERE kind = 'bench' LIMIT %s)",
            [moved],
        )
        spent = time.perf_counter() - began
        transaction.set_rollback(True)
    return spent


def tidy() -> None:
    """What autovacuum would have done by the time of a typhoon."""
    import psycopg

    from wuai.config import database

    with psycopg.connect(database.owner_url(), autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE deadlines_deadline")


def measure(mix: str, place: str, rules: tuple[str, ...], days: int, rows: int) -> None:
    """One mix in a county of its own: declare, take back, and the bare UPDATE."""
    fill(place, rules, days, rows)
    tidy()
    spent, moved, closure = declare(place)
    back = withdraw(closure)
    reference: Any = bare(moved) if moved else 0.0
    more = {"reference_is": "bare UPDATE of the rows that move", "unit": "s", "rows": rows,
            "moved": moved}  # fmt: skip
    say("deadlines", f"{mix}: declare", spent, reference, **more)
    say("deadlines", f"{mix}: withdraw", back, reference, **more)


def main() -> None:
    """Both mixes."""
    from wuai.config import boot

    boot.setup()
    measure("usual", "SCY", USUAL, 60, ROWS)
    measure("every one moves", "KSY", ("PETITION_REPLY",), 5, ROWS)


if __name__ == "__main__":
    sys.exit(main())
