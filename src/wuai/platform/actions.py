"""One action, one transaction, one line of history.

``@action("case.reassign")`` wraps one thing that a person can do. It insists on keyword arguments
with ``by`` (:class:`~wuai.platform.actors.Actor`) and ``at`` (an aware moment), opens the
transaction, tells the row-image triggers who acts, and refuses to commit when nothing was
recorded. An action called inside another joins its transaction and must record its own line.
"""

import functools
import json
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

from django.db import connection, transaction

from wuai.platform.actors import Actor

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(slots=True)
class Run:
    """An action under way."""

    name: str
    by: Actor
    at: datetime
    lines: int = 0


# Every action writes this line: plain SQL, without building a model first.
_INSERT = (
    "INSERT INTO platform_historyline (at, action, branch_id, by_kind, by_ref, by_name,"
    " subject_kind, subject_ref, case_ref, reason, data)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
_current: ContextVar[Run | None] = ContextVar("action", default=None)


class NothingRecorded(RuntimeError):
    """A bug: an action ended without a history line; its transaction was rolled back."""


def action(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an action called ``name``; see the module's text."""

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            by, at = kwargs.get("by"), kwargs.get("at")
            if args or not isinstance(by, Actor) or not isinstance(at, datetime):
                raise TypeError(f"{name}: keyword arguments only, with by=Actor and at=datetime")
            if at.tzinfo is None:
                raise TypeError(f"{name}: at must know its time zone")
            outer = _current.get()
            with transaction.atomic():
                if outer is None:
                    _tell_database(name, by)
                this = Run(name, by, at)
                token = _current.set(this)
                try:
                    result = function(*args, **kwargs)
                finally:
                    _current.reset(token)
                if not this.lines:
                    raise NothingRecorded(name)
                return result

        run.action_name = name  # type: ignore[attr-defined]  # the mark that a check reads
        return run

    return wrap


def _tell_database(name: str, by: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('wuai.by', %s, true), set_config('wuai.action', %s, true)",
            [by.ref, name],
        )


def running() -> Run | None:
    """The action under way, if there is one."""
    return _current.get()


def record(
    *,
    kind: str,
    ref: Any,
    case: Any = None,
    reason: str = "",
    data: dict[str, Any] | None = None,
    branch_id: int | None = None,
) -> None:
    """Write the history line of the running action.

    ``kind`` and ``ref`` name what it is about (``"case"``, its public id); ``case`` is the public
    id of the case concerned, if it is about something else; ``data`` are plain values without
    personal data.
    """
    run = _current.get()
    if run is None:
        raise RuntimeError("record() outside an action")
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                run.at, run.name, branch_id if branch_id is not None else run.by.branch_id,
                run.by.kind, run.by.ref, run.by.name, kind, str(ref),
                str(case) if case else (str(ref) if kind == "case" else ""), reason,
                json.dumps(data or {}),
            ],
        )  # fmt: skip
    run.lines += 1
