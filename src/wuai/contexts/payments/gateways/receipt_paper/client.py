"""One compile: the words of a receipt in, its PDF out."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

from wuai.contexts.payments.gateways.receipt_paper import codec
from wuai.platform import fonts

MAIN = Path(__file__).parent / "receipt.typ"
STANDARD: Final = "ua-1"


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    house = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=fonts.font_set().folders,
    )
    return typst.Compiler(MAIN, root=MAIN.parent, font_paths=house, ignore_system_fonts=True)


def typeset(words: Mapping[str, Any], verify_url: str) -> bytes:
    """Set one receipt; ``words`` are the texts that ``receipt.typ`` names."""
    given = {
        "receipt": codec.source(words),
        "qr": codec.qr(verify_url),
        "fonts": json.dumps(fonts.font_set().families),
    }
    pdf = _compiler().compile(sys_inputs=given, pdf_standards=STANDARD)
    if not isinstance(pdf, bytes):
        raise TypeError("a PDF is one document")
    return pdf
