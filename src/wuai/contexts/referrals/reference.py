"""Loads the things that a referral may lack."""

from pathlib import Path

from wuai.contexts.referrals.models import SupplyItem
from wuai.platform.reference import load_table, read_csv

FILE = Path(__file__).parent / "reference_data" / "supply_items.csv"


def load_reference() -> None:
    """Load the items; a line that staff edited stays as they left it."""
    rows = [
        row | {"rank": int(row["rank"]), "needs_words": bool(row["needs_words"])}
        for row in read_csv(FILE)
    ]
    load_table(SupplyItem, ["code"], rows)
