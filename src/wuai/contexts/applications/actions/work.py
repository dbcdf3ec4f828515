"""What happens to a request: taken in hand, completed, decided, approved by a second person."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from wuai.contexts.applications.actions.clock import follow
from wuai.contexts.applications.actions.filing import answers_of_application, told_of
from wuai.contexts.applications.actions.results import Paper, attach
from wuai.contexts.applications.actions.scanning import give_files, take_scans
from wuai.contexts.applications.actions.uploads import Scan
from wuai.contexts.applications.declarations import declaration
from wuai.contexts.applications.events import ApplicationMoved
from wuai.contexts.applications.models import Application, ApplicationStep, Upload
from wuai.contexts.applications.rules import procedure as p
from wuai.contexts.applications.rules.declaration import Declaration, Granted
from wuai.contexts.identity import api as identity
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish


class ApplicationMissing(Refusal):
    code = "APPLICATION_UNKNOWN"
    zh = "查無這件申請"
    en = "There is no such application"
    next_zh = "請查對收件號碼與查詢碼"
    next_en = "Check the number and the code"
    status = 404


class MayNotDecide(Refusal):
    code = "APPLICATION_MAY_NOT_DECIDE"
    zh = "這個動作要由有核定權限的人做"
    en = "Only somebody who may approve can do this"
    next_zh = "請送主管核定"
    next_en = "Pass it to your superior"
    status = 403


@dataclass(frozen=True, slots=True, kw_only=True)
class Along:
    """What goes along with a move: documents for the applicant, a note of the house, and which of
    the offered arrangements was chosen.
    """

    papers: Sequence[Paper] = ()
    inner_note: str = ""
    chosen: str = ""


@action("application.move")
def move(
    *, ref: uuid.UUID, code: str, by: Actor, at: datetime, on: date, note: str = "",
    along: Along | None = None,
) -> str:  # fmt: skip
    """Make one move of the procedure, with the documents that answer; the new state comes back.

    The ruling of a kind that needs two people becomes a proposal; ``approve`` and ``return`` are
    the second person's.
    """
    row, along = _locked(ref, by), along or Along()
    declared = declaration(row.kind)
    move_ = declared.procedure.move(code, row.state)
    _check_who(move_, row, by)
    if move_.needs_note and not note.strip():
        raise p.NoteMissing(field="note")
    origin, state = row.state, move_.to
    if code in p.RULINGS and declared.two_people:
        state, row.proposed, row.proposed_by = p.PROPOSED, move_.to, by.ref
    elif code == "approve":
        state = row.proposed
    elif code == "return":
        row.proposed = row.proposed_by = ""
    told = told_of(row, answers_of_application(row), on, along.chosen)
    if code == "grant":
        note = _with_arrangement(declared, told, note, at)
    _enter(row, state, by, at, on)
    row.save()
    step = _tell(row, origin, code, note, along.inner_note, by, at, on)
    if along.papers:
        hashes = attach(step, row.branch_id, along.papers, by, at)
        record(kind="application", ref=ref, branch_id=row.branch_id, data={"documents": hashes})
    if state in p.POSITIVE and declared.effect:
        declared.effect(told, by, at)
    return state


def _with_arrangement(declared: Declaration, told: Granted, note: str, at: datetime) -> str:
    """What the applicant reads, with the arrangement that was chosen in front."""
    offered = declared.arrange(told, at) if declared.arrange else None
    if offered is None:
        return note
    chosen = offered.option(told.chosen).label
    return f"{offered.label.zh}：{chosen.zh} / {offered.label.en}: {chosen.en}\n{note}"


@action("application.answered")
def answered(
    *, ref: uuid.UUID, note: str, by: Actor, at: datetime, on: date, papers: Sequence[Paper] = ()
) -> None:  # fmt: skip
    """What a higher context decided answers its application, with the documents that it made; nothing
    where there is none or it ended.
    """
    row = (
        Application.objects.select_for_update().filter(ref=ref, branch_id=by.branch_id or 0).first()
    )
    if row is None or row.state in p.ENDED:
        record(kind="application", ref=ref, data={"answered": False})
        return
    if row.state == p.INCOMPLETE:
        move(ref=ref, code="completed", by=by, at=at, on=on)
    along = Along(papers=papers)
    move(ref=ref, code="answer", note=note, along=along, by=by, at=at, on=on)
    record(kind="application", ref=ref, data={"answered": True})


@action("application.add_scans")
def add_scans(*, ref: uuid.UUID, scans: Sequence[Scan], by: Actor, at: datetime) -> None:
    """Put paper that came later with a request: what was missing, or the signed statement."""
    row = _locked(ref, by)
    there = list(Upload.objects.filter(application=row, removed_at__isnull=True))
    held = take_scans(declaration(row.kind), scans, there, at)
    give_files(row, held)
    record(
        kind="application", ref=ref, branch_id=row.branch_id,
        data={"files": [{"what": one.evidence, "sha256": one.sha256} for one in held]},
    )  # fmt: skip


@action("application.hand_over")
def hand_over(
    *, ref: uuid.UUID, to_ref: str, to_name: str, reason: str = "", by: Actor, at: datetime,
    on: date | None = None,
) -> None:  # fmt: skip
    """Somebody else of the branch answers for it from now on; what is confidential goes only to
    somebody who may see it.
    """
    row = _locked(ref, by)
    if row.restricted_to:
        identity.colleague(row.branch_id, to_ref, on or localdate(at), row.restricted_to)
    row.owner_ref, row.owner_name = to_ref, to_name
    row.save(update_fields=["owner_ref", "owner_name"])
    record(kind="application", ref=ref, branch_id=row.branch_id, reason=reason.strip()[:500],
           data={"to": to_ref})  # fmt: skip


@action("application.applicant_move")
def applicants_move(
    *, ref: uuid.UUID, code: str, by: Actor, at: datetime, on: date, note: str = ""
) -> str:
    """The applicant completes or withdraws; who holds number and code may."""
    row = Application.objects.select_for_update().filter(ref=ref).first()
    if row is None:
        raise ApplicationMissing
    move_ = declaration(row.kind).procedure.move(code, row.state)
    if move_.who != p.APPLICANT:
        raise p.MoveImpossible(
            state_zh=p.STATE_NAMES[row.state].zh, state_en=p.STATE_NAMES[row.state].en
        )
    origin = row.state
    _enter(row, move_.to, by, at, on)
    row.save()
    _tell(row, origin, code, note, "", by, at, on)
    return row.state


def _locked(ref: uuid.UUID, by: Actor) -> Application:
    found = Application.objects.select_for_update().filter(ref=ref, branch_id=by.branch_id or 0)
    row = found.first()
    if row is None or not p.sees(by.may, row.restricted_to):
        raise ApplicationMissing
    return row


def _check_who(move_: p.Move, row: Application, by: Actor) -> None:
    by_hand = move_.who == p.CARRIER and by.kind != "system"
    if move_.who == p.APPLICANT or by_hand:
        raise p.MoveImpossible(
            state_zh=p.STATE_NAMES[row.state].zh, state_en=p.STATE_NAMES[row.state].en
        )
    if move_.who == p.HEAD and not by.may("application.decide"):
        raise MayNotDecide
    if p.approves(move_.code) and by.is_same_person(row.proposed_by):
        raise p.SecondPersonMissing


def _enter(row: Application, state: str, by: Actor, at: datetime, on: date) -> None:
    # What the applicant takes to complete it does not count against the time limit.
    follow(row, state, by, at, on)
    row.waiting_since = on if state == p.INCOMPLETE else None
    if state in p.ENDED:
        row.ended_on = on
    if by.kind == "staff" and not row.owner_ref:
        row.owner_ref, row.owner_name = by.ref, by.name
    row.state = state


def _tell(
    row: Application, origin: str, code: str, note: str, inner_note: str, by: Actor, at: datetime,
    on: date,
) -> ApplicationStep:  # fmt: skip
    step = ApplicationStep.objects.create(
        application=row, origin=origin, state=row.state, move=code, at=at, by_kind=by.kind,
        by_ref=by.ref, by_name=by.name, note=note.strip(), inner_note=inner_note.strip(),
        due_on=row.due_on,
    )  # fmt: skip
    record(
        kind="application", ref=row.ref, branch_id=row.branch_id,
        data={"move": code, "from": origin, "to": row.state},
    )  # fmt: skip
    publish(
        ApplicationMoved(
            row.branch_id, str(row.ref), row.kind, row.case_id, row.state, on.isoformat()
        )
    )
    return step
