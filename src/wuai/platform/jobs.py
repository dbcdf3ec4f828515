"""Work in the background: jobs live in PostgreSQL and are deferred in the causing transaction."""

from typing import Any

import procrastinate
from procrastinate.contrib.django import app as procrastinate_app
from procrastinate.jobs import Status

from wuai.platform import events, limits

STALLED_AFTER_SECONDS = 30  # a worker reports every 10
_blueprint = procrastinate.Blueprint()


@_blueprint.task(name="deliver", retry=procrastinate.RetryStrategy(max_attempts=8, linear_wait=10))
def deliver(event: str, event_ref: str, handler: str, values: dict[str, Any]) -> None:
    """Bring one event to one handler."""
    events.hear(event=event, event_ref=event_ref, handler=handler, values=values)


@_blueprint.periodic(cron="* * * * *")
@_blueprint.task(name="retry_stalled", pass_context=True, queueing_lock="retry_stalled")
async def retry_stalled(context: procrastinate.JobContext, timestamp: int) -> None:
    """Give jobs of a killed worker to another one (they stay "doing" for ever otherwise)."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        if job.queueing_lock:
            # A duty that comes round by itself: the next one may wait already, and two with the
            # same queueing lock would wedge the queue.
            await manager.finish_job(job, status=Status.FAILED, delete_job=True)
        else:
            await manager.retry_job(job)


@_blueprint.periodic(cron="50 * * * *")
@_blueprint.task(name="forget_counts", queueing_lock="forget_counts")
def forget_counts(timestamp: int) -> None:
    """Empty the cache of what expired: every address that ever asked would stay in it."""
    limits.forget()


def on_app_ready(app: procrastinate.App) -> None:
    """Add the platform's tasks to the application when Django starts."""
    app.add_tasks_from(_blueprint, namespace="platform")


__all__ = ["deliver", "forget_counts", "procrastinate_app", "retry_stalled"]
