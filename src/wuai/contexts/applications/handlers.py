"""Hears that a deadline moved or was extended, and brings the request's own day up to it."""

from django.utils import timezone

from wuai.contexts.applications.actions.clock import KIND, take_over_days
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.deadlines import events
from wuai.platform.actors import system


def deadlines_moved(event: events.DeadlineMoved) -> None:
    """A closure, or its withdrawal, moved deadlines."""
    refs = {move.subject for move in deadlines.moves_of(event.batch) if move.kind == KIND}
    if refs:
        take_over_days(refs=sorted(refs), by=system("deadlines"), at=timezone.now())


def deadline_extended(event: events.DeadlineExtended) -> None:
    """A deadline was extended."""
    if event.kind == KIND:
        by = system("deadlines", branch_id=event.branch_id)
        take_over_days(refs=[event.subject], by=by, at=timezone.now())
