"""The two time limits of an objection: ten days for the branch, thirty for the Agency."""

from datetime import date, datetime

from wuai.contexts.applications import api as applications
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.objections.models import Objection
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

KIND = "objection"
OPINION, DECISION = "OBJECTION_OPINION", "OBJECTION_DECISION"


def begin(row: Objection, rule: str, since: date, case_ref: str, by: Actor, at: datetime) -> date:
    """Let a limit run; the day on which it ends comes back, and whoever follows the matter sees it."""
    subject = deadlines.Subject(KIND, str(row.ref), row.branch_id, row.section_id, case_ref)
    due = deadlines.start(subject=subject, rule=rule, since=since, by=by, at=at).due_on
    applications.show_day(ref=str(row.application_ref), due_on=due, by=by, at=at)
    return due


@action("objection.due_day_moved")
def take_over_days(*, refs: list[str], by: Actor, at: datetime) -> None:
    """Show whoever follows an objection the days that deadlines has now."""
    days = deadlines.of_subjects(KIND, refs)
    for row in Objection.objects.filter(ref__in=list(days)).order_by("id"):
        running = [one.due_on for one in days[str(row.ref)] if one.is_open]
        if running:
            ref = str(row.application_ref)
            applications.show_day(ref=ref, due_on=max(running), by=by, at=at)
    record(kind=KIND, ref="moved", data={"refs": sorted(days)})


def met(row: Objection, rule: str, on: date, by: Actor, at: datetime) -> None:
    """What the limit is about happened."""
    deadlines.meet(which=deadlines.Which(KIND, str(row.ref), rule), on=on, by=by, at=at)


def handed_over(row: Objection, by: Actor, at: datetime) -> None:
    """Another section answers for what still runs."""
    if any(one.is_open for one in deadlines.of_subject(KIND, str(row.ref))):
        deadlines.hand_over(
            which=deadlines.Which(KIND, str(row.ref)), section_id=row.section_id, by=by, at=at
        )


def called_off(row: Objection, reason: str, by: Actor, at: datetime) -> None:
    """The matter ended otherwise."""
    if any(one.is_open for one in deadlines.of_subject(KIND, str(row.ref))):
        deadlines.cancel(which=deadlines.Which(KIND, str(row.ref)), reason=reason, by=by, at=at)
