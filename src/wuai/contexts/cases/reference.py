"""Loads the grounds on which enforcement is suspended or ended."""

from pathlib import Path

from wuai.contexts.cases.models import Ground
from wuai.platform.reference import load_table, read_csv

FILE = Path(__file__).parent / "reference_data" / "grounds.csv"


def load_reference() -> None:
    """Load the grounds; a line that staff edited stays as they left it."""
    rows = [row | {"confirmed": bool(row["confirmed"])} for row in read_csv(FILE)]
    load_table(Ground, ["code"], rows)
