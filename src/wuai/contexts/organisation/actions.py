"""Keeping the reference tables, and opening a branch on this installation."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.db.models import Model

from wuai.contexts.organisation import rules
from wuai.contexts.organisation.models import Branch
from wuai.contexts.organisation.queries_tables import TABLES, branch_of, locked_row
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.crypto import seal

_SEALED = {"payee_account": "agency.payee_account"}


def _check_place(row: Model, by: Actor) -> None:
    place = branch_of(row)
    if by.kind != "system" and place is not None and place != by.branch_id:
        raise rules.NotYours


@action("reference.edit")
def save_row(
    *, table: str, row_id: int | None, values: dict[str, Any], by: Actor, at: datetime
) -> int:
    """Change a row, or add one; refuses another branch's, and a change that changes nothing."""
    row = TABLES[table]() if row_id is None else locked_row(table, row_id)
    if row_id is not None:
        _check_place(row, by)
    changed = _changes(row, values)
    if not changed:
        raise rules.NothingChanged
    for name, value in changed.items():
        setattr(row, name, value)
    _check_place(row, by)
    try:
        row.save()
    except IntegrityError as taken:
        raise rules.CodeTaken(field="number" if table == "members" else "code") from taken
    record(
        kind="reference", ref=f"{row._meta.db_table}:{row.pk}",
        data={"table": table, "fields": sorted(changed), "added": row_id is None},
    )  # fmt: skip
    return int(row.pk)


def _changes(row: Model, values: dict[str, Any]) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    for name, value in values.items():
        if name in _SEALED:
            if value:  # empty leaves the stored one; it is never shown, so never sent back
                number = rules.account_number(value)
                changed[name] = seal(_SEALED[name], values.get("code") or row.code, number)  # type: ignore[attr-defined]  # what is sealed has a code
        elif row.pk is None or getattr(row, name) != value:
            changed[name] = value
    return changed


@action("branch.open")
def open_branch(*, code: str, demo: bool, by: Actor, at: datetime) -> int:
    """This installation serves a branch from now on; ``demo`` marks one that is for trying out."""
    branch = Branch.objects.select_for_update().filter(code=code.upper()).first()
    if branch is None:
        raise rules.Unknown(kind="branch", code=code)
    branch.is_operating, branch.is_demo = True, demo
    branch.save(update_fields=["is_operating", "is_demo"])
    record(kind="branch", ref=branch.code, branch_id=branch.id, data={"demo": demo})
    return branch.id
