"""One compile: the words of a statement in, its accessible PDF out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wuai.platform import typesetting

MAIN = Path(__file__).parent / "statement.typ"


def typeset(words: Mapping[str, Any]) -> bytes:
    """Set one statement; ``words`` are the texts that ``statement.typ`` names."""
    return typesetting.set_as_is(MAIN, typesetting.inputs(statement=words))
