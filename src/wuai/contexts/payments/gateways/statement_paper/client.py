"""One compile: the words of a statement in, its accessible PDF out."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

from wuai.platform import fonts

MAIN = Path(__file__).parent / "statement.typ"
STANDARD: Final = "ua-1"


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    house = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=fonts.font_set().folders,
    )
    return typst.Compiler(MAIN, root=MAIN.parent, font_paths=house, ignore_system_fonts=True)


def typeset(words: Mapping[str, Any]) -> bytes:
    """Set one statement; ``words`` are the texts that ``statement.typ`` names."""
    given = {
        "statement": json.dumps(words, ensure_ascii=False),
        "fonts": json.dumps(fonts.font_set().families),
    }
    pdf = _compiler().compile(sys_inputs=given, pdf_standards=STANDARD)
    if not isinstance(pdf, bytes):
        raise TypeError("a PDF is one document")
    return pdf
