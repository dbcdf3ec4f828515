"""Each morning: ask agencies again, remind who pays soon, bring plans up to date. Letters after commit."""

import uuid
from datetime import timedelta

import procrastinate
from django.db import IntegrityError, transaction
from django.utils import timezone

from wuai.contexts.instalments.actions.asking import ask_again
from wuai.contexts.instalments.actions.ending import refresh
from wuai.contexts.instalments.actions.guarantors import keep_notice, refresh_claim
from wuai.contexts.instalments.actions.reminding import remind
from wuai.contexts.instalments.actions.securing import Paper, add_paper
from wuai.contexts.instalments.gateways.typesetter.client import typeset
from wuai.contexts.instalments.models import Consent, PlanDocument
from wuai.contexts.instalments.queries import guarantor_letter, guarantors, letters, plans
from wuai.legal import number
from wuai.platform.actors import system
from wuai.platform.jobs import procrastinate_app


@procrastinate_app.task(
    name="instalments.print", retry=procrastinate.RetryStrategy(max_attempts=5, exponential_wait=10)
)
def print_decision(plan_ref: str, kind: str) -> None:
    """Set a decision as PDF and keep it with the plan, once."""
    ref = uuid.UUID(plan_ref)
    if PlanDocument.objects.filter(plan__ref=ref, kind=kind).exists():
        return
    letter = letters.decision(ref, kind)
    paper = Paper(kind, f"{letter['number']}-{kind.lower()}.pdf", typeset(letter))
    try:
        with transaction.atomic():
            add_paper(plan_ref=ref, paper=paper, by=system("printer"), at=timezone.now())
    except IntegrityError:
        return  # another worker was faster; its paper stands


@procrastinate_app.task(
    name="instalments.print_claim",
    retry=procrastinate.RetryStrategy(max_attempts=5, exponential_wait=10),
)
def print_claim(claim_ref: str) -> None:
    """Set the notice to a guarantor as PDF and keep it with the plan, once."""
    ref = uuid.UUID(claim_ref)
    letter = guarantor_letter.notice(ref)
    if letter is None:
        return
    paper = Paper("CLAIM", f"{letter['number']}.pdf", typeset(letter))
    keep_notice(claim_ref=ref, paper=paper, by=system("printer"), at=timezone.now())


# 08:00 in Taipei; the worker counts in UTC.
@procrastinate_app.periodic(cron="0 0 * * *")
@procrastinate_app.task(name="instalments.morning", queueing_lock="instalments.morning")
def morning(timestamp: int) -> None:
    """Do what the day brings; safe to run twice."""
    on, at, by = timezone.localdate(), timezone.now(), system("instalments")
    before = on - timedelta(days=number("INSTALMENT_CHASE_DAYS", on=on))
    waiting = Consent.objects.filter(
        answer="WAITING", plan__status="CONSENT", last_asked_on__lte=before
    )
    for consent_id in list(waiting.order_by("id").values_list("id", flat=True)):
        ask_again(consent_id=consent_id, by=by, at=at, on=on)
    for ref in plans.running_refs():
        refresh(plan_ref=ref, by=by, at=at, on=on)
    for ref in guarantors.late_claims(on):
        refresh_claim(claim_ref=ref, by=by, at=at, on=on)
    for ref in plans.due_soon(on, number("INSTALMENT_REMINDER_DAYS", on=on)):
        remind(plan_ref=ref, by=by, at=at, on=on)
