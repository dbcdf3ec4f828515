"""One description in, one tagged PDF out."""

from pathlib import Path
from typing import Any

from wuai.platform import typesetting

MAIN = Path(__file__).parent / "guide.typ"


def typeset(paper: dict[str, Any]) -> bytes:
    """Set one description; refuses a character that would be lost."""
    return typesetting.typeset(MAIN, paper=paper)
