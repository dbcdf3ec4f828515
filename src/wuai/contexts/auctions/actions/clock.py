"""Two time limits: the holder's answer, and the certificate after the price was paid."""

from datetime import date, datetime

from wuai.contexts.cases import api as cases
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.organisation import api as organisation
from wuai.legal import deadlines as law
from wuai.platform.actors import Actor

PREEMPTION, TRANSFER = "preemption", "transfer"
CERTIFICATE = "TRANSFER_CERTIFICATE"


def begin(
    kind: str, ref: str, rule: str, since: date, case: cases.CaseRow, by: Actor, at: datetime
) -> date:
    """Let a limit run; the day on which it ends comes back."""
    subject = deadlines.Subject(kind, ref, case.branch_id, case.section_id, str(case.ref))
    return deadlines.start(subject=subject, rule=rule, since=since, by=by, at=at).due_on


def met(kind: str, ref: str, on: date, by: Actor, at: datetime) -> None:
    """What the limit is about happened, in time or late."""
    if _is_running(kind, ref):
        deadlines.meet(which=deadlines.Which(kind, ref), on=on, by=by, at=at)


def called_off(kind: str, ref: str, reason: str, by: Actor, at: datetime) -> None:
    """The limit runs no more."""
    if _is_running(kind, ref):
        deadlines.cancel(which=deadlines.Which(kind, ref), reason=reason, by=by, at=at)


def _is_running(kind: str, ref: str) -> bool:
    return any(one.is_open for one in deadlines.of_subject(kind, ref))


def due_now(rule: str, since: date, branch_id: int) -> date:
    """The last day of a limit on the calendar of the branch as it is now."""
    county = organisation.branch_by_id(branch_id).county
    return law.compute(rule, since, deadlines.calendar(county)).due
