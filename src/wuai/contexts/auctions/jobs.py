"""After midnight: who kept silent. After commit: the certificate as PDF."""

import uuid

import procrastinate
from django.utils import timezone

from wuai.contexts.auctions.actions import handing, preempting
from wuai.contexts.auctions.gateways.typesetter.client import typeset
from wuai.contexts.auctions.models import Transfer
from wuai.contexts.auctions.queries import papers, preemptions
from wuai.kernel.refusal import Refusal
from wuai.platform.actors import system
from wuai.platform.jobs import procrastinate_app


# A minute after midnight in Taipei, before the deadlines look for what was missed: silence is no
# omission of the branch. The worker counts in UTC.
@procrastinate_app.periodic(cron="1 16 * * *")
@procrastinate_app.task(name="auctions.lapse", queueing_lock="auctions.lapse")
def lapse(timestamp: int) -> None:
    """Note whose time ran out in silence; safe to run twice."""
    at = timezone.now()
    on = timezone.localdate(at)
    for ref, branch_id in preemptions.silent(on):
        preempting.lapse(ref=ref, by=system("auctions", branch_id=branch_id), at=at, on=on)


@procrastinate_app.task(
    name="auctions.print", retry=procrastinate.RetryStrategy(max_attempts=5, exponential_wait=10)
)
def print_certificate(transfer_ref: str) -> None:
    """Set a certificate and its copy, keep them once; what cannot be set is said on its page."""
    at, ref = timezone.now(), uuid.UUID(transfer_ref)
    row = Transfer.objects.get(ref=ref)
    by, on = system("printer", branch_id=row.branch_id), timezone.localdate(at)
    if row.stored_id:
        return
    try:
        made = handing.Made(
            typeset(papers.certificate(row), row.token), typeset(papers.copy(row), row.token)
        )
    except Refusal as why:
        handing.note_not_set(ref=ref, why=why, by=by, at=at, on=on)
        return
    handing.keep_made(ref=ref, made=made, by=by, at=at, on=on)


@procrastinate_app.task(
    name="auctions.copy", retry=procrastinate.RetryStrategy(max_attempts=5, exponential_wait=10)
)
def send_copy(transfer_ref: str) -> None:
    """Set the copy of a certificate that is out, for the buyer who asked afterwards."""
    at, ref = timezone.now(), uuid.UUID(transfer_ref)
    row = Transfer.objects.get(ref=ref)
    by, on = system("printer", branch_id=row.branch_id), timezone.localdate(at)
    made = typeset(papers.copy(row), row.token)
    handing.give_copy(ref=ref, copy=made, by=by, at=at, on=on)
