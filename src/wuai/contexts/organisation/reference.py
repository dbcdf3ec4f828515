"""Loads the reference files of this folder; see ``platform.reference`` for what stays."""

import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from wuai.contexts.organisation.models import (
    Agency,
    Branch,
    Category,
    ClosingCode,
    Office,
    OnlineSystem,
    Section,
    StaffMember,
)
from wuai.platform.reference import Row, Sealed, load_table, read_csv

FILES = Path(__file__).parent / "reference_data"


def load_reference() -> None:
    """Load branches, offices, sections, members, agencies, categories, closing codes and online systems."""
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
    systems = read_csv(FILES / "online_systems.csv")
    load_table(OnlineSystem, ["code"], [r | {"confirmed": bool(r["confirmed"])} for r in systems])


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
