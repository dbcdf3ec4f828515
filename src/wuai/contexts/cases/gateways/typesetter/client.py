"""One letter in, one tagged PDF out."""

from pathlib import Path
from typing import Any

from wuai.platform import typesetting

MAIN = Path(__file__).parent / "paper.typ"


def typeset(letter: dict[str, Any]) -> bytes:
    """Set one letter; refuses a character that would be lost."""
    return typesetting.typeset(MAIN, letter=letter)
