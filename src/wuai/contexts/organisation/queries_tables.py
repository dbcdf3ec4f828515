"""The reference tables as rows to edit, and who changed what in them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, QuerySet

from wuai.contexts.organisation import rules
from wuai.contexts.organisation.models import (
    Agency,
    Branch,
    Category,
    ClosingCode,
    Office,
    OnlineSystem,
    Section,
    SectionCover,
    StaffMember,
)
from wuai.platform.models import HistoryLine, RowImage

TABLES: dict[str, type[Model]] = {
    "branches": Branch,
    "offices": Office,
    "sections": Section,
    "members": StaffMember,
    "covers": SectionCover,
    "agencies": Agency,
    "categories": Category,
    "closing-codes": ClosingCode,
    "online-systems": OnlineSystem,
}
_ORDER = {"branches": "id", "members": "number", "covers": "-since", "closing-codes": "id"}


# Pages of reference data that higher contexts keep: (title, address).
_elsewhere: list[tuple[Any, str]] = []


def offer_page(title: Any, url: str) -> None:
    """Let a higher context show its page among the reference data; called at start-up."""
    if (title, url) not in _elsewhere:
        _elsewhere.append((title, url))


def offered_pages() -> list[tuple[Any, str, None]]:
    """The pages offered, as the index prints them."""
    return [(title, url, None) for title, url in _elsewhere]


def branch_of(row: Model) -> int | None:
    """The branch a row belongs to; None for what all branches share."""
    if isinstance(row, Branch):
        return int(row.pk)
    if isinstance(row, SectionCover):
        places = {row.section.branch_id, row.covered_by.branch_id}
        return places.pop() if len(places) == 1 else -1
    place: int | None = getattr(row, "branch_id", None)
    return place


def rows(table: str, branch_id: int) -> QuerySet[Any]:
    """The rows of a table that a branch sees: its own, and what all share."""
    model = TABLES[table]
    found: QuerySet[Any] = model._default_manager.all()
    if model is Branch:
        found = found.filter(id=branch_id)
    elif model is SectionCover:
        found = found.filter(section__branch_id=branch_id).select_related("section", "covered_by")
    elif hasattr(model, "branch_id"):
        found = found.filter(branch_id=branch_id)
    return found.order_by(_ORDER.get(table, "code"), "id")


def row(table: str, row_id: int, branch_id: int) -> Any:
    """One row that a branch sees; refuses any other."""
    found = rows(table, branch_id).filter(id=row_id).first()
    if found is None:
        raise rules.RowUnknown
    return found


def locked_row(table: str, row_id: int) -> Model:
    """One row, locked until the transaction ends."""
    found = TABLES[table]._default_manager.select_for_update().filter(id=row_id).first()
    if found is None:
        raise rules.RowUnknown
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """One field that somebody changed."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody changed in a row, when."""

    at: datetime
    who: str
    changes: tuple[Change, ...]


def edits(row: Model) -> list[Edit]:
    """Who changed what in a row, the latest first: each image against what came after it."""
    images = list(
        RowImage.objects.filter(table_name=row._meta.db_table, row_id=str(row.pk)).order_by("-id")
    )
    names = dict(
        HistoryLine.objects.filter(by_ref__in={image.by_ref for image in images})
        .order_by("id")
        .values_list("by_ref", "by_name")
    )
    after, told = _present(row), []
    for image in images:
        told.append(
            Edit(image.at, names.get(image.by_ref, image.by_ref), _changes(image.old, after))
        )
        after = image.old
    return told


def _present(row: Model) -> dict[str, Any]:
    held = {str(field.column): getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: _stored(value) for name, value in held.items()}


def _stored(value: Any) -> Any:
    """A value as an image of its row would hold it."""
    if isinstance(value, bytes | memoryview):
        return "\\x" + bytes(value).hex()
    if isinstance(value, str | int | list | None):
        return value
    return DjangoJSONEncoder().default(value)


def _changes(old: dict[str, Any], new: dict[str, Any]) -> tuple[Change, ...]:
    return tuple(
        Change(name, _words(value), _words(new[name]))
        for name, value in sorted(old.items())
        if name in new and new[name] != value
    )


def _words(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    if str(value).startswith("\\x"):
        return "•••"  # sealed: that it changed is told, not what it is
    return "" if value is None else str(value)
