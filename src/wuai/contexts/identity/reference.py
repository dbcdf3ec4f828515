"""Loads the roles; rows that exist stay as staff edited them."""

from pathlib import Path

from wuai.contexts.identity.models import Role
from wuai.platform.reference import load_table, read_csv

FILE = Path(__file__).parent / "reference_data" / "roles.csv"


def load_reference() -> None:
    """Load the roles of a branch and of an agency."""
    rows = [row | {"permissions": row["permissions"].split()} for row in read_csv(FILE)]
    load_table(Role, ["code"], rows)
