"""Each night: what was begun in a mailbox and never sent is forgotten."""

from datetime import timedelta

from django.utils import timezone

from wuai.contexts.petitions.actions.filing import KEPT_DAYS, forget_openings
from wuai.platform.actors import system
from wuai.platform.jobs import procrastinate_app


@procrastinate_app.periodic(cron="25 18 * * *")
@procrastinate_app.task(name="petitions.forget", queueing_lock="petitions.forget")
def forget(timestamp: int) -> None:
    """Forget openings that are over, 02:25 in Taipei."""
    now = timezone.now()
    forget_openings(before=now - timedelta(days=KEPT_DAYS), by=system("petitions"), at=now)
