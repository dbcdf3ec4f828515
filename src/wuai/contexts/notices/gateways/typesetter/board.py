"""One announcement or certificate in, one tagged PDF out."""

from pathlib import Path
from typing import Any

from wuai.platform import typesetting

MAIN = Path(__file__).parent / "board.typ"


def typeset(words: dict[str, Any]) -> bytes:
    """Set one paper; refuses a character that would be lost."""
    return typesetting.typeset(MAIN, paper=words)
