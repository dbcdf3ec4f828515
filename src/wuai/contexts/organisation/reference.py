"""Loads the reference files of this folder. A row that staff edited stays as they left it.

A row that is missing is added; a row that nobody but this loader ever changed follows the file.
Who changed a row is read from its images, so nothing needs a mark of its own.
"""

import csv
import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Model
from django.utils import timezone

from wuai.contexts.organisation.models import (
    Agency,
    Branch,
    Category,
    ClosingCode,
    Office,
    Section,
    StaffMember,
)
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor, system
from wuai.platform.crypto import seal, unseal
from wuai.platform.models import RowImage

FILES = Path(__file__).parent / "reference_data"
ACTION = "reference.load"
Row = dict[str, Any]


def read_csv(path: Path) -> list[Row]:
    """The rows of one reference file."""
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def load_reference() -> None:
    """Load branches, offices, sections, members, agencies, categories and closing codes."""
    branches = tomllib.loads((FILES / "branches.toml").read_text(encoding="utf-8"))["branch"]
    load_table(Branch, ["code"], branches)
    ids = dict(Branch.objects.values_list("code", "id"))
    load_table(Office, ["branch_id", "code"], _of_branch(ids, "offices.csv"))
    offices = {(b, c): i for i, b, c in Office.objects.values_list("id", "branch_id", "code")}
    load_table(Section, ["branch_id", "code"], _sections(ids, offices))
    sections = {(b, c): i for i, b, c in Section.objects.values_list("id", "branch_id", "code")}
    load_table(StaffMember, ["branch_id", "number"], _members(ids, sections))
    load_table(Agency, ["code"], [_agency(row) for row in read_csv(FILES / "agencies.csv")])
    load_table(Category, ["branch_id", "code"], _categories(ids))
    load_table(ClosingCode, ["code"], read_csv(FILES / "closing_codes.csv"))


def _of_branch(ids: dict[str, int], name: str) -> list[Row]:
    return [row | {"branch_id": ids[row.pop("branch")]} for row in read_csv(FILES / name)]


def _sections(ids: dict[str, int], offices: dict[tuple[int, str], int]) -> Iterable[Row]:
    for row in _of_branch(ids, "sections.csv"):
        office = row.pop("office")
        yield row | {
            "office_id": offices[row["branch_id"], office] if office else None,
            "quota": int(row["quota"]),
            "categories": row["categories"].split(),
        }


def _members(ids: dict[str, int], sections: dict[tuple[int, str], int]) -> Iterable[Row]:
    for row in _of_branch(ids, "members.csv"):
        section = row.pop("section")
        yield row | {
            "section_id": sections[row["branch_id"], section] if section else None,
            "since": date.fromisoformat(row["since"]),
            "until": date.fromisoformat(row["until"]) if row["until"] else None,
        }


def _agency(row: Row) -> Row:
    return row | {
        "payee_account": Sealed("agency.payee_account", row["code"], row["payee_account"])
    }


def _categories(ids: dict[str, int]) -> Iterable[Row]:
    rows = read_csv(FILES / "categories.csv")
    for branch_id in ids.values():
        for row in rows:
            yield row | {"branch_id": branch_id, "confirmed": bool(row["confirmed"])}


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


def load_table(model: type[Model], key: list[str], rows: Iterable[Row]) -> None:
    """Bring one table up to its file; writes one history line when something was written."""
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
        _write(
            model=model, missing=missing, changed=changed, by=system("reference"), at=timezone.now()
        )


def _same(stored: Any, wanted: Any) -> bool:
    return wanted.is_in(stored) if isinstance(wanted, Sealed) else bool(stored == wanted)


def _edited_by_staff(model: type[Model], ids: list[str]) -> set[str]:
    images = RowImage.objects.filter(table_name=model._meta.db_table, row_id__in=ids)
    return set(images.exclude(action=ACTION).values_list("row_id", flat=True))


def _plain(row: Row) -> Row:
    return {k: v.sealed() if isinstance(v, Sealed) else v for k, v in row.items()}


@action(ACTION)
def _write(
    *, model: type[Model], missing: list[Row], changed: list[tuple[Model, Row]], by: Actor, at: Any
) -> None:
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
