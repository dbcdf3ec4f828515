"""Loads the roles; rows that exist stay as staff edited them."""


def load_reference() -> None:
    """Load the roles of a branch and of an agency."""
