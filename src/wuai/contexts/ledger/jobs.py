"""The books are looked at every minute, and whole every night; what does not hold is an error in the log."""

import logging
from collections.abc import Sequence

from wuai.contexts.ledger import queries
from wuai.contexts.ledger.queries import Check
from wuai.platform.jobs import procrastinate_app

_log = logging.getLogger(__name__)


def tell(checks: Sequence[Check]) -> list[str]:
    """Log each invariant that does not hold, for the alarm of the operators; their names."""
    failed = [check for check in checks if not check.holds]
    for check in failed:
        _log.error("LEDGER_BROKEN %s %s", check.name, check.detail)
    return [check.name for check in failed]


@procrastinate_app.periodic(cron="* * * * *")
@procrastinate_app.task(name="ledger.watch", queueing_lock="ledger.watch")
def watch(timestamp: int) -> None:
    """The sums of every branch, every minute."""
    tell(queries.watched())


# 03:40 in Taipei; the worker counts in UTC.
@procrastinate_app.periodic(cron="40 19 * * *")
@procrastinate_app.task(name="ledger.verify", queueing_lock="ledger.verify")
def verify(timestamp: int) -> None:
    """Every invariant, once a night."""
    tell(queries.verify())
