"""Declared closures, and the deadlines that run."""

from wuai.contexts.deadlines.models.closures import Closure, Closures
from wuai.contexts.deadlines.models.running import Deadline, DeadlineMove, Deadlines, Reckoning

__all__ = ["Closure", "Closures", "Deadline", "DeadlineMove", "Deadlines", "Reckoning"]
