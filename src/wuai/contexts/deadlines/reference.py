"""Loads the closures known when this version was made."""

from datetime import UTC, date, datetime
from pathlib import Path

from wuai.contexts.deadlines.models import Closure
from wuai.platform.reference import Row, load_table, read_csv

FILE = Path(__file__).parent / "reference_data" / "closures.csv"
# The moment of this version of the file; a declaration by staff carries its own.
DECLARED_AT = datetime(2026, 11, 21, tzinfo=UTC)


def load_reference() -> None:
    """Load the declared closures; a withdrawn one stays withdrawn."""
    load_table(Closure, ["on", "county", "half"], [_closure(row) for row in read_csv(FILE)])


def _closure(row: Row) -> Row:
    return row | {
        "on": date.fromisoformat(row["on"]),
        "is_working_day": bool(row["is_working_day"]),
        "declared_at": DECLARED_AT,
    }
