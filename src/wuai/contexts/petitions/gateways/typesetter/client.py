"""One paper in, one tagged PDF out."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

from wuai.kernel.refusal import Refusal
from wuai.platform import fonts as house

MAIN = Path(__file__).parent / "paper.typ"
STANDARD: Final = "ua-1"


class CharacterNotPrintable(Refusal):
    code = "PETITION_CHARACTER_NOT_PRINTABLE"
    zh = "系統字型沒有「{characters}」，無法列印"
    en = "No font has “{characters}”, so the letter cannot be printed"
    next_zh = "請安裝罕用字型（見維運手冊），或以手寫另行製作"
    next_en = "Install the font for rare characters (see the operations guide), or write it by hand"


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=house.font_set().folders,
    )
    return typst.Compiler(MAIN, root=MAIN.parent, font_paths=fonts, ignore_system_fonts=True)


def typeset(paper: dict[str, Any]) -> bytes:
    """Set one paper; refuses a character that would be lost."""
    missing = house.unprintable(json.dumps(paper, ensure_ascii=False))
    if missing:
        raise CharacterNotPrintable(characters="".join(missing))
    given = {
        "paper": json.dumps(paper, ensure_ascii=False),
        "fonts": json.dumps(house.font_set().families),
    }
    pdf = _compiler().compile(sys_inputs=given, pdf_standards=STANDARD)
    if not isinstance(pdf, bytes):
        raise TypeError("a PDF is one document")
    return pdf
