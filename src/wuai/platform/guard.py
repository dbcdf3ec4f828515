"""Hear when the database refuses a change of ledger or history, and keep that somebody tried.

The refused transaction is rolled back, and with it all that was written in it; what is kept here
goes through a connection of its own, committed at once. `audit` tells who keeps the system.
"""

import contextlib
import logging
import re
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import DatabaseError, InternalError, ProgrammingError
from django.db.backends.base.base import BaseDatabaseWrapper

from wuai.platform.actions import running
from wuai.platform.grants import is_append_only

_log = logging.getLogger(__name__)
# insufficient_privilege: the role may not. raise_exception: a trigger of ``append_only()`` will not.
_REFUSED = {"42501": re.compile(""), "P0001": re.compile("^pgtrigger: Cannot |is append-only$")}
_KEEP = (
    "INSERT INTO platform_refusedchange (at, table_name, statement, action, by_ref)"
    " VALUES (clock_timestamp(), %s, %s, %s, %s)"
)


def listen(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Hear what this connection is refused; first of all wrappers, as the last one is taken off."""
    if hear not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, hear)


def hear(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Execute a statement; keep a refused change, and let the refusal rise."""
    try:
        return execute(sql, params, many, context)
    except (ProgrammingError, InternalError) as error:
        if table := refused_table(error):
            _keep(context["connection"], table, str(sql).split(maxsplit=1)[0].upper())
        raise


def refused_table(error: DatabaseError) -> str:
    """The append-only table that would not be changed; empty for any other failure.

    The server speaks the language of its host, the name of the table is the same in each.
    """
    cause: Any = error.__cause__
    ours = _REFUSED.get(getattr(cause, "sqlstate", None) or "")
    said = cause.diag.message_primary or "" if ours else ""
    if not ours or not ours.search(said):
        return ""
    guarded = {model._meta.db_table for model in apps.get_models() if is_append_only(model)}
    return next((word for word in re.findall(r"\w+", said) if word in guarded), "")


def _keep(connection: BaseDatabaseWrapper, table: str, statement: str) -> None:
    run = running()
    action, by_ref = (run.name, run.by.ref) if run else ("", "")
    _log.error("refused %s on %s (action %r, by %r)", statement, table, action, by_ref)
    other = connection.copy()
    try:
        with contextlib.closing(other), other.cursor() as cursor:
            cursor.execute(_KEEP, [table, statement[:20], action, by_ref])
    except DatabaseError:  # the refusal itself must rise, not this
        _log.exception("the refused %s on %s could not be kept", statement, table)
