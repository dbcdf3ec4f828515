"""The sealer keeps its minute, and so does who watches."""

from django.utils import timezone

from wuai.contexts.audit import actions, actions_guard, actions_watch
from wuai.platform.actors import system
from wuai.platform.jobs import procrastinate_app


@procrastinate_app.periodic(cron="* * * * *")
@procrastinate_app.task(name="audit.seal", queueing_lock="audit.seal")
def seal(timestamp: int) -> None:
    """Seal what is finished; a second run at the same time waits for the first and finds less."""
    actions.seal(at=timezone.now())


@procrastinate_app.periodic(cron="* * * * *")
@procrastinate_app.task(name="audit.watch", queueing_lock="audit.watch")
def watch(timestamp: int) -> None:
    """Tell the readings of watched cases; each is told once, however often this runs."""
    actions_watch.ring_all(by=system("audit"), at=timezone.now())


@procrastinate_app.periodic(cron="* * * * *")
@procrastinate_app.task(name="audit.guard", queueing_lock="audit.guard")
def guard(timestamp: int) -> None:
    """Tell tries to change ledger or history; each is told once, however often this runs."""
    actions_guard.tell_refused(by=system("audit"), at=timezone.now())
