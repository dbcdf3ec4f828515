"""What the clock does to deadlines: near ones are told, missed ones are marked and must be seen."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from wuai.contexts.deadlines.actions.running import hold_calendar
from wuai.contexts.deadlines.events import DeadlinesMissed, DeadlinesNear
from wuai.contexts.deadlines.models import Deadline
from wuai.contexts.deadlines.queries.watching import IS_OVER
from wuai.contexts.deadlines.rules import states
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish


@action("deadline.miss")
def mark_missed(*, branch_id: int, on: date, by: Actor, at: datetime) -> int:
    """Mark what has passed in one branch without being met; how many comes back."""
    hold_calendar()
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH over AS (SELECT d.id FROM deadlines_deadline d WHERE d.branch_id = %(branch)s"
            f" AND d.state IN ('RUNNING', 'EXTENDED') AND {IS_OVER} ORDER BY d.id FOR UPDATE)"
            " UPDATE deadlines_deadline d SET state = 'MISSED' FROM over WHERE over.id = d.id"
            " RETURNING d.ref",
            {"branch": branch_id, "now": at},
        )
        refs = sorted(str(row[0]) for row in cursor.fetchall())
    record(
        kind="branch", ref=branch_id, branch_id=branch_id, data={"missed": len(refs), "refs": refs}
    )
    if refs:
        publish(DeadlinesMissed(branch_id, refs, on.isoformat()))
    return len(refs)


@action("deadline.see")
def see_missed(*, ref: UUID, note: str, by: Actor, at: datetime) -> None:
    """Somebody has seen that it was missed, and says what is done about it."""
    if not note.strip():
        raise states.ReasonMissing(field="note")
    found = Deadline.objects.select_for_update().filter(ref=ref, branch_id=by.branch_id or 0)
    row = found.first()
    if row is None:
        raise states.DeadlineUnknown
    if row.state not in states.OPEN or not states.is_over(row.due_on, row.until, at):
        raise states.DeadlineNotPossible(
            state_zh=states.NAMES[row.state].zh, state_en=states.NAMES[row.state].en
        )
    row.seen_at, row.seen_by_ref, row.seen_by_name = at, by.ref, by.name
    row.seen_note = note.strip()[:300]
    row.save(update_fields=["seen_at", "seen_by_ref", "seen_by_name", "seen_note"])
    record(
        kind="deadline", ref=ref, case=row.case_ref or None, reason=row.seen_note,
        branch_id=row.branch_id,
    )  # fmt: skip


@action("deadline.remind")
def remind(
    *, branch_id: int, section_id: int | None, refs: Sequence[UUID], on: date, by: Actor,
    at: datetime,
) -> int:  # fmt: skip
    """Tell a section once that these fall due soon; how many were not told before comes back."""
    found = Deadline.objects.filter(
        ref__in=list(refs), branch_id=branch_id, reminded_on__isnull=True,
        state__in=states.COUNTING,
    )  # fmt: skip
    found = (
        found.filter(section_id=section_id)
        if section_id is not None
        else found.filter(section_id__isnull=True)
    )
    held = list(found.select_for_update().order_by("id"))
    Deadline.objects.filter(id__in=[row.id for row in held]).update(reminded_on=on)
    told = [str(row.ref) for row in held]
    record(kind="branch", ref=branch_id, branch_id=branch_id, data={"near": told})
    if told:
        publish(DeadlinesNear(branch_id, section_id, told, on.isoformat()))
    return len(told)
