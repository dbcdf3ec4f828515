"""Loads where people can be referred to; rows that staff edited stay."""

from pathlib import Path

from wuai.contexts.care.models import Destination
from wuai.platform.reference import load_table, read_csv

FILE = Path(__file__).parent / "reference_data" / "destinations.csv"
_FLAGS = {"takes_emergencies", "confirmed"}


def load_reference() -> None:
    """Load bureaus, employment services, funds and charities."""
    rows = [
        {name: value == "1" if name in _FLAGS else value for name, value in row.items()}
        for row in read_csv(FILE)
    ]
    load_table(Destination, ["code"], rows)
