"""A publication hangs, is printed, counts: posted, reckoned again, in effect on its day."""

import uuid
from datetime import date, datetime

from django.utils import timezone

from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.notices.actions.publications import held_by, note
from wuai.contexts.notices.actions.serving import no_longer_needed, write_attempt
from wuai.contexts.notices.models import Publication
from wuai.contexts.notices.rules import posting as counting
from wuai.contexts.notices.rules import publications as rules
from wuai.contexts.notices.rules import service
from wuai.contexts.organisation import api as organisation
from wuai.platform.actions import action
from wuai.platform.actors import Actor


@action("publication.post")
def post(
    *, ref: uuid.UUID, posted_at: datetime, place: str, by: Actor, at: datetime
) -> Publication:
    """Say when it was put on the notice board: from here on it is on the public list."""
    held = held_by(ref, by)
    target = rules.move("post", held.state)
    counting.check_posted(posted_at, decided_at=_decided_at(held), now=at)
    held.state, held.posted_at, held.posted_by_name = target, posted_at, by.name
    held.posted_on, held.posted_place = timezone.localdate(posted_at), place.strip()[:120]
    _reckon(held)
    held.save()
    note(held, posted_on=str(held.posted_on), effective_on=str(held.effective_on))
    return held


@action("publication.print")
def note_printed(
    *, ref: uuid.UUID, printed_on: date, where: str, by: Actor, at: datetime, on: date
) -> Publication:
    """Say when it was last printed in a gazette or newspaper; the days run from there."""
    held = held_by(ref, by)
    rules.move("print", held.state)
    counting.check_printed(
        printed_on, decided_on=timezone.localdate(_decided_at(held)), today=on,
        effective_on=held.effective_on,
    )  # fmt: skip
    held.printed_on, held.printed_where = printed_on, where.strip()[:120]
    _reckon(held)
    held.save()
    note(held, printed_on=str(printed_on), effective_on=str(held.effective_on))
    return held


@action("publication.recount")
def recount(*, ref: uuid.UUID, by: Actor, at: datetime) -> Publication:
    """Reckon the day of effect again: days were declared closed, or no longer are."""
    held = held_by(ref, by)
    before = str(held.effective_on)
    if held.state == "POSTED":
        _reckon(held)
        held.save()
    note(held, before=before, effective_on=str(held.effective_on))
    return held


@action("publication.take_effect")
def take_effect(*, ref: uuid.UUID, by: Actor, at: datetime, on: date) -> Publication:
    """On its day it counts as served, once; a day that moved meanwhile is waited for."""
    held = held_by(ref, by)
    if held.notice.superseded_at is not None:
        no_longer_needed(notice_ids=[held.notice_id], by=by, at=at, reason=rules.REPLACED)
        held.refresh_from_db()
    if held.state != "POSTED":
        note(held, replayed="yes")
        return held
    found = _reckon(held)
    if found.effect.effective_on is None or found.effect.effective_on > on:
        held.save()
        note(held, effective_on=str(held.effective_on))
        return held
    attempt = service.Attempt(held.method, _posted_on(held), held.posted_place)
    held.attempt = write_attempt(
        notice=held.notice, key=held.ref, attempt=attempt, effect=found.effect, note=held.number,
        evidence=held.evidence, by=by, at=at,
    )  # fmt: skip
    held.state = rules.move("take_effect", held.state)
    held.save()
    note(held, effective_on=str(held.effective_on))
    return held


def _reckon(held: Publication) -> counting.Effect:
    county = organisation.branch_by_id(held.branch_id).county
    found = counting.reckon(
        held.method, _posted_on(held), held.printed_on, deadlines.calendar(county)
    )
    held.effective_on, held.disputed_on = found.effect.effective_on, found.effect.disputed_on
    held.shown_until = found.shown_until
    held.steps = [{"on": str(s.on), "zh": s.why.zh, "en": s.why.en} for s in found.effect.steps]
    return found


def _posted_on(held: Publication) -> date:
    if held.posted_on is None:
        raise ValueError(f"publication {held.ref} does not hang")
    return held.posted_on


def _decided_at(held: Publication) -> datetime:
    if held.decided_at is None:
        raise rules.NotInThatState(
            state_zh=rules.STATES[held.state].zh, state_en=rules.STATES[held.state].en
        )
    return held.decided_at
