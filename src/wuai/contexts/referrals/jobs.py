"""Large files are processed in the background; agencies are told each day that feedback waits."""

from datetime import timedelta

import procrastinate
from django.utils import timezone

from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals.actions import intake
from wuai.contexts.referrals.actions.feedback import days_to_tell, tell_feedback
from wuai.contexts.referrals.models import Batch
from wuai.platform.actors import system
from wuai.platform.jobs import procrastinate_app

LOOK_BACK_DAYS = 7


@procrastinate_app.task(
    name="referrals.process",
    retry=procrastinate.RetryStrategy(max_attempts=5, exponential_wait=10),
)
def process_batch(batch_ref: str) -> None:
    """Bring a batch to its end; one that was killed goes on where it stopped."""
    batch = Batch.objects.get(ref=batch_ref)
    by = system("intake", branch_id=batch.branch_id)
    intake.process(batch, by=by, at=timezone.now())


# 17:30 in Taipei; the worker counts in UTC.
@procrastinate_app.periodic(cron="30 9 * * *")
@procrastinate_app.task(name="referrals.tell_feedback", queueing_lock="referrals.tell_feedback")
def tell_all(timestamp: int) -> None:
    """Tell every agency once a day that its feedback waits, also for days that were missed."""
    today = timezone.localdate()
    for branch in organisation.branches():
        first = today - timedelta(days=LOOK_BACK_DAYS)
        for agency_id, day, rows in days_to_tell(branch_id=branch.id, since=first, until=today):
            tell_feedback(
                branch_id=branch.id, agency_id=agency_id, on=day, rows=rows,
                by=system("feedback", branch_id=branch.id, branch_code=branch.code),
                at=timezone.now(),
            )  # fmt: skip
