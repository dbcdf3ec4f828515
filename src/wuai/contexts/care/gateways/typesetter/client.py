"""One slip in, one tagged PDF out."""

from pathlib import Path
from typing import Any

from wuai.platform import typesetting

MAIN = Path(__file__).parent / "slip.typ"


def typeset(slip: dict[str, Any]) -> bytes:
    """Set one slip; refuses a character that would be lost."""
    return typesetting.typeset(MAIN, slip=slip)
