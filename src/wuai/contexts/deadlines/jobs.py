"""Each hour: mark what was missed. Each morning: remind the sections of what is near."""

from django.utils import timezone

from wuai.contexts.deadlines.actions.watching import mark_missed, remind
from wuai.contexts.deadlines.queries import watching
from wuai.platform.actors import system
from wuai.platform.jobs import procrastinate_app


@procrastinate_app.periodic(cron="2 * * * *")
@procrastinate_app.task(name="deadlines.watch", queueing_lock="deadlines.watch")
def watch(timestamp: int) -> None:
    """Mark what has passed; midnight and noon are both within the hour."""
    at = timezone.now()
    for branch_id in watching.branches_with_overdue(at):
        mark_missed(
            branch_id=branch_id, on=timezone.localdate(at),
            by=system("deadlines", branch_id=branch_id), at=at,
        )  # fmt: skip


# 07:30 in Taipei; the worker counts in UTC.
@procrastinate_app.periodic(cron="30 23 * * *")
@procrastinate_app.task(name="deadlines.remind", queueing_lock="deadlines.remind")
def morning(timestamp: int) -> None:
    """Tell each section what falls due within the next working days; each deadline once."""
    at = timezone.now()
    on = timezone.localdate(at)
    for (branch_id, section_id), refs in watching.to_remind(on).items():
        remind(
            branch_id=branch_id, section_id=section_id, refs=refs, on=on,
            by=system("deadlines", branch_id=branch_id), at=at,
        )  # fmt: skip
