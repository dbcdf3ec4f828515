"""Enforcement stands still because of an objection, by order or because it is needed; and goes on."""

import uuid
from datetime import date, datetime

from wuai.contexts.cases import api as cases
from wuai.contexts.objections.actions.held import enter, held
from wuai.contexts.objections.events import ExecutionStayed
from wuai.contexts.objections.models import Objection
from wuai.contexts.objections.rules import life
from wuai.contexts.objections.rules import objecting as o
from wuai.kernel.bilingual import Bilingual
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish

_STAY = Bilingual("停止執行", "stayed")
_LIFT = Bilingual("續行執行", "resumed")
_GROUNDS = {o.FOUND: "OBJECTION_UPHELD"}
_NEED = "OBJECTION_NEED"


@action("objection.stay")
def stay(*, ref: uuid.UUID, kind: str, reason: str, by: Actor, at: datetime, on: date) -> None:
    """Let enforcement stand still until the decision; without this an objection stops nothing."""
    row = held(ref, by, life.APPROVE)
    life.check_pending(_STAY, row.state)
    said = life.reason(reason)
    stop(row, kind, said, by=by, at=at, on=on)
    told = f"停止執行，至異議決定為止（{o.STAYS[kind].zh}）。/ Enforcement stands still until the decision."
    enter(row, _as_move("STAY", _STAY, row.state), note=said, told=told, by=by, at=at, on=on)


@action("objection.lift_stay")
def lift_stay(*, ref: uuid.UUID, reason: str, by: Actor, at: datetime, on: date) -> None:
    """Let enforcement go on before the decision: the need is over."""
    row = held(ref, by, life.APPROVE)
    life.check_pending(_LIFT, row.state)
    if not stands_still(row):
        raise life.not_allowed(_LIFT, row.state)
    said = life.reason(reason)
    go_on(row, said, by=by, at=at, on=on)
    told = "續行執行。/ Enforcement goes on."
    enter(row, _as_move("LIFT", _LIFT, row.state), note=said, told=told, by=by, at=at, on=on)


@action("objection.keep_still")
def keep_still(*, ref: uuid.UUID, by: Actor, at: datetime, on: date) -> None:
    """Stop the case again that went on though this objection forbids it: another ground ended, or
    somebody resumed it at the desk.
    """
    row = held(ref, by, life.APPROVE)
    still = o.must_stand_still(row.state, row.stay, row.stayed_on, row.stay_ended_on)
    if not still or cases.case_row(row.case_id).status != "OPEN":
        record(kind="objection", ref=row.ref, branch_id=row.branch_id, data={"stopped": False})
        return
    kind = o.FOUND if row.state == life.REMEDY else row.stay
    said = f"{o.STAYS[kind].zh}，尚未辦理完成，不得續行"
    stop(row, kind, said, by=by, at=at, on=on)
    told = f"執行繼續停止（{o.STAYS[kind].zh}）。/ Enforcement keeps standing still."
    enter(row, _as_move("STAY", _STAY, row.state), note=said, told=told, by=by, at=at, on=on)


def stands_still(row: Objection) -> bool:
    """Whether enforcement stands still because of this objection."""
    return o.stands_still(row.stayed_on, row.stay_ended_on)


def stop(row: Objection, kind: str, reason: str, *, by: Actor, at: datetime, on: date) -> None:
    """Suspend the case for this objection; that tells the obligor, whoever objected.

    A well-founded objection leaves a case as it is that already stands still (``keep_still`` stops it
    when it goes on) or has ended; a stay that somebody asks for is refused there, by name.
    """
    case = cases.case_row(row.case_id)
    if kind == o.FOUND and case.status != "OPEN":
        return
    cases.suspend(
        case_id=row.case_id, ground=_GROUNDS.get(kind, _NEED), until_event=_event(row),
        reason=reason[:500], by=by, at=at, on=on,
    )  # fmt: skip
    row.stay, row.stayed_on, row.stay_ended_on = kind, on, None
    publish(ExecutionStayed(row.branch_id, str(row.ref), row.case_id, kind, on.isoformat()))


def go_on(row: Objection, reason: str, *, by: Actor, at: datetime, on: date) -> None:
    """Resume the case, if it still stands still for this objection and nothing else."""
    if not stands_still(row):
        return
    suspensions = cases.course(row.case_id).suspensions
    running = next((one for one in suspensions if one.ended_on is None), None)
    if running is not None and running.until_event == _event(row):
        cases.resume(case_id=row.case_id, reason=reason[:500], by=by, at=at, on=on)
    row.stay_ended_on = on


def _event(row: Objection) -> str:
    return f"聲明異議 {row.number} 決定或辦理完成"


def _as_move(code: str, name: Bilingual, state: str) -> life.Move:
    """A step that leaves the objection where it is."""
    return life.Move(code, name, (state,), state, life.APPROVE, life.ART_9_3)
