"""Suspensions that had their last day end by themselves."""

from datetime import date, datetime

from django.utils import timezone

from wuai.contexts.cases import queries, queries_course
from wuai.contexts.cases.actions.halting import resume
from wuai.contexts.cases.rules.life import MoveNotAllowed
from wuai.platform.actors import system
from wuai.platform.jobs import procrastinate_app


def resume_due(*, at: datetime, on: date) -> int:
    """Let enforcement go on where the last day of the suspension is over; in how many cases."""
    done = 0
    for case_id in queries_course.suspended_until(on):
        by = system("calendar", branch_id=queries.case_row(case_id).branch_id)
        try:
            resume(case_id=case_id, reason="停止執行期間屆滿", by=by, at=at, on=on)
        except MoveNotAllowed:  # somebody at the desk was faster
            continue
        done += 1
    return done


# 00:10 in Taipei; the worker counts in UTC.
@procrastinate_app.periodic(cron="10 16 * * *")
@procrastinate_app.task(name="cases.resume_due", queueing_lock="cases.resume_due")
def resume_all(timestamp: int) -> None:
    """Look once a day."""
    resume_due(at=timezone.now(), on=timezone.localdate())
