"""The time limit of a request: it runs in ``deadlines``; its day stands on the request for the lists."""

from collections.abc import Iterable
from datetime import date, datetime

from wuai.contexts.applications.declarations import declaration
from wuai.contexts.applications.models import Application
from wuai.contexts.applications.rules import procedure as p
from wuai.contexts.deadlines import api as deadlines
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

KIND = "application"


def begin(row: Application, by: Actor, at: datetime, case_ref: str = "") -> None:
    """Let the limit run from the day of receipt, the day included in writing on the request."""
    declared = declaration(row.kind)
    if declared.rule and not declared.is_carried:
        subject = deadlines.Subject(
            KIND, str(row.ref), row.branch_id, row.section_id, case_ref, row.kind
        )
        held = deadlines.start(
            subject=subject, rule=declared.rule, since=row.received_on, by=by, at=at
        )
        row.due_on = held.due_on


def follow(row: Application, state: str, by: Actor, at: datetime, on: date) -> None:
    """Stand still while the applicant completes, go on after it, end with the request."""
    which = deadlines.Which(KIND, str(row.ref))
    held = [one for one in deadlines.of_subject(*which[:2]) if one.is_open]
    if not held:
        return
    still = [one for one in held if one.suspended_on]
    if still and state != p.INCOMPLETE and state not in p.ENDED:
        held = deadlines.resume(which=which, on=on, by=by, at=at)
    elif state == p.INCOMPLETE and all(one.may_stand_still(on) for one in held):
        held = deadlines.suspend(which=which, on=on, reason="請申請人補正", by=by, at=at)
    elif state == p.WITHDRAWN:
        held = deadlines.cancel(which=which, reason="申請人撤回", by=by, at=at)
    elif state in p.ENDED:
        held = deadlines.meet(which=which, on=on, by=by, at=at)
    row.due_on = max(one.due_on for one in held)


@action("application.due_day_moved")
def take_over_days(*, refs: Iterable[str], by: Actor, at: datetime) -> None:
    """Write the days that deadlines has now on the requests."""
    days = {
        ref: max(row.due_on for row in rows)
        for ref, rows in deadlines.of_subjects(KIND, list(refs)).items()
    }
    found = Application.objects.select_for_update().filter(ref__in=list(days)).order_by("id")
    moved = [row for row in found if row.due_on != days[str(row.ref)]]
    for row in moved:
        row.due_on = days[str(row.ref)]
    Application.objects.bulk_update(moved, ["due_on"], batch_size=500)
    record(kind=KIND, ref="moved", data={"refs": sorted(str(row.ref) for row in moved)})


@action("application.day_shown")
def show_day(*, ref: str, due_on: date, by: Actor, at: datetime) -> None:
    """Write the day that the context which carries a request on has promised; the applicant reads it."""
    Application.objects.filter(ref=ref).update(due_on=due_on)
    record(kind=KIND, ref=ref, data={"due": due_on.isoformat()})
