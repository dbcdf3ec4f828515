"""Hears what people do on the page where they follow, and when a day moves."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from wuai.contexts.applications import events as applications
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.deadlines import events
from wuai.contexts.petitions.actions import work
from wuai.contexts.petitions.actions.filing import KIND
from wuai.contexts.petitions.models import Petition
from wuai.contexts.petitions.rules.mailboxes import PETITION_KINDS
from wuai.contexts.petitions.rules.states import ENDED, WAITING
from wuai.platform.actors import system


def application_moved(event: applications.ApplicationMoved) -> None:
    """The person completed or withdrew; what we moved ourselves is here already."""
    if event.kind not in PETITION_KINDS:
        return
    ref = UUID(event.application_ref)
    state = Petition.objects.values_list("state", flat=True).filter(application__ref=ref).first()
    if state is None or state in ENDED:
        return
    by, on = system("petitions", branch_id=event.branch_id), date.fromisoformat(event.on)
    if event.state == "WITHDRAWN":
        work.withdrawn(ref=ref, by=by, at=timezone.now(), on=on)
    elif event.state == "IN_HAND" and state == WAITING:
        work.came(ref=ref, by=by, at=timezone.now(), on=on)


def deadlines_moved(event: events.DeadlineMoved) -> None:
    """A closure, or its withdrawal, moved deadlines."""
    refs = {move.subject for move in deadlines.moves_of(event.batch) if move.kind == KIND}
    if refs:
        work.take_over_days(refs=sorted(refs), by=system("deadlines"), at=timezone.now())
