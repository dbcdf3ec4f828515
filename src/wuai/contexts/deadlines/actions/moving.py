"""Bringing every deadline that runs up to a changed calendar: by sets, with a line for each."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from wuai.contexts.deadlines.actions.running import keep
from wuai.contexts.deadlines.events import DeadlineMoved
from wuai.contexts.deadlines.queries.moving import concerned
from wuai.contexts.deadlines.rules.moving import Change
from wuai.platform.events import publish

# The same as rules.states.is_late and is_over, said to the database (a test holds both together).
_LATE = """(d.met_on > {due} OR (d.met_on = {due} AND {until} = 'NOON'
 AND (d.met_at AT TIME ZONE 'Asia/Taipei')::date = d.met_on
 AND (d.met_at AT TIME ZONE 'Asia/Taipei') > {due} + time '12:00'))"""
_OVER = """CASE WHEN {until} = 'NOON'
 THEN (%(now)s::timestamptz AT TIME ZONE 'Asia/Taipei') > {due} + time '12:00'
 ELSE (%(now)s::timestamptz AT TIME ZONE 'Asia/Taipei') >= {due} + 1 END"""


def move(
    *, closure_id: int, on: date, changes: Sequence[Change], is_back: bool, at: datetime
) -> tuple[str, int]:
    """Move what these changes touch; the batch's id and how many come back."""
    batch = str(uuid.uuid4())
    count = 0
    if changes:
        values: dict[str, Any] = {
            "on": on,
            "now": at,
            "closure": closure_id,
            "batch": batch,
            "back": is_back,
        }
        with connection.cursor() as cursor:
            _stage(cursor, changes)
            for statement in _move(closure_id if is_back else None):
                cursor.execute(statement, values)
            count = cursor.rowcount
    if count:
        publish(DeadlineMoved(batch, closure_id, is_back, count))
    return batch, count


def _move(back_of: int | None) -> tuple[str, ...]:
    """Hold what moves, tell it, move it. The held rows are a table with figures of its own: as a
    part of one statement the planner takes them for a handful and joins them row by row.
    """
    due, until = "h.to_due_on", "h.to_until"
    over, late = _OVER.format(due=due, until=until), _LATE.format(due=due, until=until)
    return (
        "DROP TABLE IF EXISTS deadlines_held",
        f"""
CREATE TEMPORARY TABLE deadlines_held ON COMMIT DROP AS
 SELECT d.id, d.state, d.due_on, d.until, m.new_id, m.due_on AS to_due_on, m.until AS to_until
 FROM deadlines_deadline d JOIN deadlines_moving m ON m.old_id = d.reckoning_id
 WHERE {concerned(back_of)} ORDER BY d.id FOR UPDATE OF d""",
        "ANALYZE deadlines_held",
        f"""
UPDATE deadlines_deadline d SET reckoning_id = h.new_id, due_on = h.to_due_on, until = h.to_until,
 reminded_on = NULL,
 state = CASE WHEN d.state = 'MET' THEN 'MET' WHEN {over} THEN 'MISSED'
  WHEN d.extended_on IS NOT NULL THEN 'EXTENDED' ELSE 'RUNNING' END,
 is_late = CASE WHEN d.state = 'MET' THEN {late} END,
 seen_at = CASE WHEN d.state = 'MET' OR {over} THEN d.seen_at END
FROM deadlines_held h WHERE h.id = d.id""",
        # Last: foreign keys of new rows wait for the commit, and while they wait every row image of
        # an UPDATE walks past them (40,000 rows: 60 s instead of 15).
        """
INSERT INTO deadlines_deadlinemove (deadline_id, closure_id, batch, is_back, state_before,
 from_due_on, from_until, to_due_on, to_until, at)
SELECT id, %(closure)s, %(batch)s, %(back)s, state, due_on, until, to_due_on, to_until, %(now)s
FROM deadlines_held ORDER BY id""",
    )


def _stage(cursor: Any, changes: Iterable[Change]) -> None:
    held = list(changes)
    ids = keep((c.found, c.held.county, c.held.pauses, c.held.extended) for c in held)
    cursor.execute("DROP TABLE IF EXISTS deadlines_moving")
    cursor.execute(
        "CREATE TEMPORARY TABLE deadlines_moving"
        " (old_id bigint, new_id bigint, due_on date, until text) ON COMMIT DROP"
    )
    with cursor.copy("COPY deadlines_moving FROM STDIN") as copy:
        for change, new in zip(held, ids, strict=True):
            copy.write_row((change.held.id, new, change.found.due, change.found.until))
    cursor.execute("ANALYZE deadlines_moving")
