"""An officer decides that hard measures rest until a day."""

from datetime import date, datetime

from wuai.contexts.care.actions.noticing import own_case
from wuai.contexts.care.events import HardMeasuresPaused, HardMeasuresResumed
from wuai.contexts.care.models import Pause
from wuai.contexts.care.queries.pauses import pause_of
from wuai.contexts.care.rules import pausing as rules
from wuai.contexts.care.rules.helping import NoteMissing
from wuai.contexts.cases import api as cases
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish


def _officer(by: Actor) -> None:
    if not by.may("care.pause"):
        raise rules.MayNotPause


@action("care.pause")
def pause(
    *, case_id: int, until: date, reason: str, by: Actor, at: datetime, on: date
) -> Pause:  # fmt: skip
    """Let hard measures rest in a case from today until the end of a day."""
    _officer(by)
    own_case(case_id, by)
    [row] = cases.lock_cases([case_id])
    rules.check_until(until, on=on)
    said = " ".join(reason.split())[:1000]
    if not said:
        raise NoteMissing(field="reason")
    held = pause_of(case_id, on)
    if held is not None:
        raise rules.PauseHeld(until=held.until.isoformat())
    made = Pause.objects.create(
        branch_id=row.branch_id, case_id=row.id, since=on, until=until, reason=said,
        decided_at=at, decided_by=by.ref, decided_name=by.name,
    )  # fmt: skip
    record(kind="care", ref=made.ref, case=row.ref, branch_id=row.branch_id,
           data={"until": until.isoformat()})  # fmt: skip
    publish(HardMeasuresPaused(row.branch_id, row.id, until.isoformat()))
    return made


@action("care.resume")
def end_pause(*, case_id: int, why: str, by: Actor, at: datetime, on: date) -> None:
    """End a pause before its day; measures are possible again from today."""
    _officer(by)
    own_case(case_id, by)
    [row] = cases.lock_cases([case_id])
    said = " ".join(why.split())[:500]
    if not said:
        raise NoteMissing(field="why")
    found = pause_of(case_id, on)
    if found is None:
        raise rules.PauseUnknown
    held = Pause.objects.get(id=found.id)
    held.ended_on, held.ended_by, held.ended_why = on, by.ref, said
    held.save(update_fields=["ended_on", "ended_by", "ended_why"])
    record(kind="care", ref=held.ref, case=row.ref, branch_id=row.branch_id)
    publish(HardMeasuresResumed(row.branch_id, row.id))
