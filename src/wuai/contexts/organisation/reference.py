"""Loads the reference files of this folder; rows that exist stay as staff edited them."""


def load_reference() -> None:
    """Load branches, offices, sections, agencies, categories and closing codes."""
