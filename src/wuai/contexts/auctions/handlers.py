"""Hears how a request ended, and that days were declared closed."""

from datetime import date

from django.utils import timezone

from wuai.contexts.applications import events as applications
from wuai.contexts.auctions.actions import preempting, transferring
from wuai.contexts.auctions.declarations import PREEMPTION_CODE, TRANSFER_CODE
from wuai.contexts.auctions.models import Transfer
from wuai.contexts.auctions.queries import preemptions
from wuai.contexts.deadlines import events as deadlines
from wuai.platform.actors import system

_OVER = ("REFUSED", "DISMISSED", "FORWARDED", "WITHDRAWN")


def request_moved(event: applications.ApplicationMoved) -> None:
    """A request ended: the notice that it answered follows, or no certificate is issued."""
    by, at = system("auctions", branch_id=event.branch_id), timezone.now()
    on = date.fromisoformat(event.on)
    if event.kind == PREEMPTION_CODE and event.state in _OVER:
        preempting.follow(
            application_ref=event.application_ref, ended=event.state, by=by, at=at, on=on
        )
    if event.kind == TRANSFER_CODE and event.state == "WITHDRAWN":
        found = Transfer.objects.filter(application_ref=event.application_ref)
        for ref in found.values_list("ref", flat=True):
            transferring.not_asked(ref=ref, by=by, at=at, on=on)


def closure_declared(event: deadlines.ClosureDeclared) -> None:
    """A day was declared closed: the holders' time is counted anew."""
    _recount(event.on)


def closure_withdrawn(event: deadlines.ClosureWithdrawn) -> None:
    """A declaration was withdrawn: the same."""
    _recount(event.on)


def _recount(closed_on: str) -> None:
    at = timezone.now()
    for ref, branch_id in preemptions.due_around(date.fromisoformat(closed_on)):
        by = system("auctions", branch_id=branch_id)
        preempting.recount(ref=ref, by=by, at=at, on=timezone.localdate(at))
