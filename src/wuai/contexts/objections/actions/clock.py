"""The two time limits of an objection: ten days for the branch, thirty for the Agency."""

from datetime import date, datetime

from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.objections.models import Objection
from wuai.platform.actors import Actor

KIND = "objection"
OPINION, DECISION = "OBJECTION_OPINION", "OBJECTION_DECISION"


def begin(row: Objection, rule: str, since: date, case_ref: str, by: Actor, at: datetime) -> date:
    """Let a limit run; the day on which it ends comes back."""
    subject = deadlines.Subject(KIND, str(row.ref), row.branch_id, row.section_id, case_ref)
    return deadlines.start(subject=subject, rule=rule, since=since, by=by, at=at).due_on


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
