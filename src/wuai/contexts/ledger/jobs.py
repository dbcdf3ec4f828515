"""What was posted is looked at every minute, the books whole every night.

What does not hold is an error in the log.
"""

import logging
from collections.abc import Sequence

from django.core.cache import cache

from wuai.contexts.ledger import queries
from wuai.contexts.ledger.queries import Check
from wuai.platform.jobs import procrastinate_app

_log = logging.getLogger(__name__)
_MARK = "ledger.watched"


def tell(checks: Sequence[Check]) -> list[str]:
    """Log each invariant that does not hold, for the alarm of the operators; their names."""
    failed = [check for check in checks if not check.holds]
    for check in failed:
        _log.error("LEDGER_BROKEN %s %s", check.name, check.detail)
    return [check.name for check in failed]


@procrastinate_app.periodic(cron="* * * * *")
@procrastinate_app.task(name="ledger.watch", queueing_lock="ledger.watch")
def watch(timestamp: int) -> None:
    """What was posted since the last look; what a second look finds broken is told again."""
    checks, mark = queries.watched_since(cache.get(_MARK, 0))
    tell(checks)
    cache.set(_MARK, mark, timeout=None)


# 03:40 in Taipei; the worker counts in UTC.
@procrastinate_app.periodic(cron="40 19 * * *")
@procrastinate_app.task(name="ledger.verify", queueing_lock="ledger.verify")
def verify(timestamp: int) -> None:
    """Every invariant, once a night."""
    tell(queries.verify())
