"""One form in, one tagged PDF out."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

from wuai.kernel.refusal import Refusal
from wuai.platform import fonts as house

MAIN = Path(__file__).parent / "form.typ"
RECORD = MAIN.with_name("record.typ")
STANDARD: Final = "ua-1"


class CharacterNotPrintable(Refusal):
    code = "APPLICATION_CHARACTER_NOT_PRINTABLE"
    zh = "系統字型沒有「{characters}」，無法列印"
    en = "No font has “{characters}”, so the form cannot be printed"
    next_zh = "請改下載 ODT 格式"
    next_en = "Download the ODT instead"


@lru_cache(maxsize=2)
def _compiler(main: Path) -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=house.font_set().folders,
    )
    return typst.Compiler(main, root=main.parent, font_paths=fonts, ignore_system_fonts=True)


def typeset(form: dict[str, Any], texts: list[str]) -> bytes:
    """Set one form; refuses a character that would be lost."""
    missing = house.unprintable(texts)
    if missing:
        raise CharacterNotPrintable(characters="".join(missing))
    return _set(MAIN, "form", form)


def typeset_record(held: dict[str, Any]) -> bytes:
    """Set a record or a list to be signed; refuses a character that would be lost."""
    missing = house.unprintable(json.dumps(held, ensure_ascii=False))
    if missing:
        raise CharacterNotPrintable(characters="".join(missing))
    return _set(RECORD, "record", held)


def _set(main: Path, name: str, held: dict[str, Any]) -> bytes:
    given = {
        name: json.dumps(held, ensure_ascii=False),
        "fonts": json.dumps(house.font_set().families),
    }
    pdf = _compiler(main).compile(sys_inputs=given, pdf_standards=STANDARD)
    if not isinstance(pdf, bytes):
        raise TypeError("a PDF is one document")
    return pdf
