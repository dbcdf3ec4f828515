"""Replies: drafted by one person, approved or sent back by another, and then sent."""

import uuid
from datetime import date, datetime
from functools import partial

from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.petitions.actions.telling import tell
from wuai.contexts.petitions.actions.work import (
    check,
    email_of,
    ended,
    engine,
    locked,
    note,
    which,
)
from wuai.contexts.petitions.models import Petition, Reply, SurveyInvite
from wuai.contexts.petitions.queries.replies import REPLY_TEXT, spoken, text_of, words
from wuai.contexts.petitions.rules import states as s
from wuai.platform import crypto
from wuai.platform.actions import action
from wuai.platform.actors import Actor
from wuai.platform.events import publish


@action("petition.draft")
def draft(*, ref: uuid.UUID, reply: s.Draft, by: Actor, at: datetime) -> uuid.UUID:
    """Propose an answer and pass it to the head."""
    row = locked(ref, by)
    move = check("draft", row, by)
    earlier = _earlier(row, reply.earlier, by)
    s.check_draft(reply, earlier_state=earlier.state if earlier else None)
    held = uuid.uuid4()
    Reply.objects.create(
        ref=held, petition=row, kind=reply.kind, earlier=earlier, remedy=reply.remedy,
        ground=reply.ground if reply.kind == "NOT_HANDLED" else "",
        agency=reply.agency.strip()[:100] if reply.kind == "TRANSFER" else "",
        text=crypto.seal(REPLY_TEXT, str(held), reply.text.strip()), reason=reply.reason.strip()[:500],
        drafted_at=at, drafted_by=by.ref, drafter=by.name,
    )  # fmt: skip
    row.state = move.to
    row.save(update_fields=["state"])
    note(row, "draft", by, at)
    return held


@action("petition.send_back")
def send_back(*, ref: uuid.UUID, why: str, by: Actor, at: datetime) -> None:
    """Let it be drafted again; the head says why."""
    row = locked(ref, by)
    row.state = check("return", row, by).to
    if not why.strip():
        raise s.ReasonMissing(field="why")
    _decide(_waiting(row, by), "RETURNED", by, at, why)
    row.save(update_fields=["state"])
    note(row, "return", by, at)


@action("petition.approve")
def approve(
    *, ref: uuid.UUID, reply_ref: uuid.UUID | None, by: Actor, at: datetime, on: date
) -> str:
    """Approve the reply that was read: it is on the person's page at once, and a mail says so."""
    row = locked(ref, by)
    check("approve", row, by)
    reply = _waiting(row, by)
    if reply.ref != reply_ref:
        raise s.ReplyChanged
    _name, row.state, code = s.KINDS[reply.kind]
    row.ended_on = on
    _decide(reply, "APPROVED", by, at)
    row.save(update_fields=["state", "ended_on"])
    said = words(text_of(reply), agency=reply.agency, remedy=reply.remedy, say=partial(spoken, row))
    engine(row, code, "\n\n".join(said), at, on)
    deadlines.meet(which=which(row), on=on, by=by, at=at)
    SurveyInvite.objects.create(petition=row)
    tell("ended", row, email_of(row), at)
    note(row, "approve", by, at)
    publish(ended(row, on))
    return str(row.state)


@action("petition.posted")
def posted(*, ref: uuid.UUID, registered_no: str, by: Actor, at: datetime, on: date) -> None:
    """Note the day on which the letter went by post."""
    row = locked(ref, by)
    if not by.may(s.EDIT):
        raise s.MayNotHandle(permission=s.EDIT)
    reply = row.replies.filter(outcome="APPROVED").select_for_update().first()
    if reply is None:
        name = s.STATES[row.state][0]
        raise s.PetitionMoveImpossible(state_zh=name.zh, state_en=name.en)
    reply.posted_on, reply.registered_no = on, registered_no.strip()[:30]
    reply.save(update_fields=["posted_on", "registered_no"])
    note(row, "posted", by, at)


def _earlier(row: Petition, number: str, by: Actor) -> Petition | None:
    """The petition that this one repeats, if this person may see it."""
    if not number.strip():
        return None
    found = Petition.objects.filter(
        branch_id=row.branch_id, number=number.strip().upper(), id__lt=row.id
    ).first()
    return found if found and by.may(found.guard) else None


def _waiting(row: Petition, by: Actor) -> Reply:
    reply = row.replies.select_for_update().get(outcome="")
    s.check_approver(reply.drafted_by, by.ref)
    return reply


def _decide(reply: Reply, outcome: str, by: Actor, at: datetime, why: str = "") -> None:
    reply.outcome, reply.decided_at = outcome, at
    reply.decided_by, reply.decider, reply.decided_note = by.ref, by.name, why.strip()[:500]
    reply.save()
