"""Loads the house's text blocks; versions that were already loaded never change."""

import tomllib
from datetime import datetime, time
from pathlib import Path
from typing import Any

from wuai.contexts.notices.models import TextBlockVersion
from wuai.kernel.taipei import TAIPEI
from wuai.platform.reference import load_table

FILE = Path(__file__).parent / "reference_data" / "text_blocks.toml"


def load_reference() -> None:
    """Load the text blocks of the house, approved as they stand in the file."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))["block"]
    load_table(TextBlockVersion, ["branch_id", "block", "version"], [_row(row) for row in found])


def _row(row: dict[str, Any]) -> dict[str, Any]:
    day = row["effective_on"]
    moment = datetime.combine(day, time(), TAIPEI)
    people = {
        "written_by": "system:reference", "written_by_name": "reference",
        "decided_by": "system:release", "decided_by_name": "release",
    }  # fmt: skip
    return {
        **row, **people, "branch_id": None, "state": "APPROVED", "written_at": moment,
        "decided_at": moment,
    }  # fmt: skip
