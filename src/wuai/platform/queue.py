"""Ask for a job by its name, so that who asks for it need not know who does it."""

from collections.abc import Iterable
from datetime import datetime

from procrastinate.contrib.django import app
from procrastinate.types import JSONValue


def later(task: str, *, when: datetime | None = None, **values: JSONValue) -> None:
    """Have a worker do ``task`` with these values once the current transaction is committed.

    ``when`` is the earliest moment. A name that no context registered raises ``TaskNotFound``.
    """
    app.configure_task(task, allow_unknown=False, schedule_at=when).defer(**values)


def later_each(task: str, rows: Iterable[dict[str, JSONValue]]) -> None:
    """One job a row, all put into the queue by one statement."""
    app.configure_task(task, allow_unknown=False).batch_defer(*rows)
