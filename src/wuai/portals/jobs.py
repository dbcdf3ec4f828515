"""What the portals keep up by themselves."""

from django.utils import timezone

from wuai.platform.jobs import procrastinate_app
from wuai.portals.api import once


@procrastinate_app.periodic(cron="40 19 * * *")
@procrastinate_app.task(name="api.forget_keys", queueing_lock="api.forget_keys")
def forget_keys(timestamp: int) -> None:
    """Delete the idempotency keys whose 180 days are over."""
    once.forget(timezone.now() - once.KEPT)
