"""The sealer keeps its minute."""

from django.utils import timezone

from wuai.contexts.audit import actions
from wuai.platform.jobs import procrastinate_app


@procrastinate_app.periodic(cron="* * * * *")
@procrastinate_app.task(name="audit.seal", queueing_lock="audit.seal")
def seal(timestamp: int) -> None:
    """Seal what is finished; a second run at the same time waits for the first and finds less."""
    actions.seal(at=timezone.now())
