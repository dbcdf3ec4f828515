"""Versioned reference files become rows. A row that staff edited stays as they left it.

A row that is missing is added; a row that nobody but this loader ever changed follows the file.
Who changed a row is read from its images, so nothing needs a mark of its own.
"""

import csv
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Model
from django.utils import timezone

from wuai.platform.actions import action, record
from wuai.platform.actors import Actor, system
from wuai.platform.crypto import seal, unseal
from wuai.platform.models import RowImage

ACTION = "reference.load"
Row = dict[str, Any]


class Sealed:
    """A text of a file that is kept encrypted; equal when the stored value opens to it."""

    def __init__(self, column: str, row: str, text: str) -> None:
        self.column, self.row, self.text = column, row, text

    def sealed(self) -> bytes:
        """The value for the column."""
        return seal(self.column, self.row, self.text)

    def is_in(self, stored: bytes | memoryview | None) -> bool:
        """Whether ``stored`` holds this text."""
        return stored is not None and unseal(self.column, self.row, stored) == self.text


def read_csv(path: Path) -> list[Row]:
    """The rows of one reference file, all values text."""
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def load_table(model: type[Model], key: list[str], rows: Iterable[Row]) -> None:
    """Bring one table up to its file; writes one history line when something was written.

    ``key`` names the columns by which a row of the file finds its row of the table.
    """
    held = {
        tuple(getattr(record, name) for name in key): record
        for record in model._default_manager.all()
    }
    missing: list[Row] = []
    changed: list[tuple[Model, Row]] = []
    for row in rows:
        record = held.get(tuple(row[name] for name in key))
        if record is None:
            missing.append(row)
        elif differing := {k: v for k, v in row.items() if not _same(getattr(record, k), v)}:
            changed.append((record, differing))
    if changed:
        edited = _edited_by_staff(model, [str(record.pk) for record, _ in changed])
        changed = [pair for pair in changed if str(pair[0].pk) not in edited]
    if missing or changed:
        now = timezone.now()
        _write(model=model, missing=missing, changed=changed, by=system("reference"), at=now)


def _same(stored: Any, wanted: Any) -> bool:
    return wanted.is_in(stored) if isinstance(wanted, Sealed) else bool(stored == wanted)


def _edited_by_staff(model: type[Model], ids: list[str]) -> set[str]:
    images = RowImage.objects.filter(table_name=model._meta.db_table, row_id__in=ids)
    return set(images.exclude(action=ACTION).values_list("row_id", flat=True))


def _plain(row: Row) -> Row:
    return {k: v.sealed() if isinstance(v, Sealed) else v for k, v in row.items()}


@action(ACTION)
def _write(
    *, model: type[Model], missing: list[Row], changed: list[tuple[Model, Row]], by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    make: Callable[..., Model] = model
    model._default_manager.bulk_create([make(**_plain(row)) for row in missing])
    for held, differing in changed:
        for name, value in _plain(differing).items():
            setattr(held, name, value)
        held.save(update_fields=list(differing))
    record(
        kind="reference", ref=model._meta.db_table,
        data={"added": len(missing), "changed": len(changed)},
    )  # fmt: skip
