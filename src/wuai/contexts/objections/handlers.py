"""Hears that the objector withdrew where the request is followed, and what became of cases."""

from datetime import date

from django.utils import timezone

from wuai.contexts.applications import events as applications
from wuai.contexts.cases import events as cases
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.deadlines import events as clocks
from wuai.contexts.objections.actions.clock import KIND, take_over_days
from wuai.contexts.objections.actions.ending import follow_case, withdraw
from wuai.contexts.objections.actions.receiving import CODE
from wuai.contexts.objections.actions.staying import keep_still
from wuai.contexts.objections.models import Objection
from wuai.contexts.objections.rules import life
from wuai.platform.actors import system


def request_moved(event: applications.ApplicationMoved) -> None:
    """A request was taken back: so is the objection, if no decision was made yet."""
    if event.kind != CODE or event.state != "WITHDRAWN":
        return
    found = Objection.objects.filter(
        application_ref=event.application_ref, state__in=life.PENDING
    ).values_list("ref", flat=True)
    for ref in found:
        withdraw(
            ref=ref, reason="異議人於線上撤回", by=system("objections", branch_id=event.branch_id),
            at=timezone.now(), on=date.fromisoformat(event.on),
        )  # fmt: skip


def cases_reassigned(event: cases.CasesReassigned) -> None:
    """Cases went to another section: what is open in them goes along."""
    found = Objection.objects.filter(case_id__in=event.case_ids, ended_on__isnull=True)
    by = system("objections", branch_id=event.branch_id)
    for ref in found.order_by("case_id", "id").values_list("ref", flat=True):
        follow_case(ref=ref, by=by, at=timezone.now())


def case_resumed(event: cases.CaseResumed) -> None:
    """Enforcement goes on: not where an objection forbids it."""
    found = Objection.objects.filter(case_id=event.case_id, state__in=life.OPEN)
    by = system("objections", branch_id=event.branch_id)
    for ref in found.order_by("id").values_list("ref", flat=True):
        keep_still(ref=ref, by=by, at=timezone.now(), on=date.fromisoformat(event.on))


def deadlines_moved(event: clocks.DeadlineMoved) -> None:
    """A closure, or its withdrawal, moved deadlines."""
    refs = {move.subject for move in deadlines.moves_of(event.batch) if move.kind == KIND}
    if refs:
        take_over_days(refs=sorted(refs), by=system("deadlines"), at=timezone.now())
