"""Typst as the house uses it: its own fonts, no packages, data in, one tagged PDF (PDF/UA-1) out."""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

from wuai.kernel.refusal import Refusal
from wuai.platform import fonts

STANDARD: Final = "ua-1"


class CharacterNotPrintable(Refusal):
    code = "CHARACTER_NOT_PRINTABLE"
    zh = "系統字型沒有「{characters}」，無法列印"
    en = "No font has “{characters}”, so it cannot be printed"
    next_zh = "請安裝罕用字型（見維運手冊），或以手寫另行製作"
    next_en = "Install the font for rare characters (see the operations guide), or write it by hand"


@lru_cache(maxsize=1)
def house_fonts() -> typst.Fonts:
    """The fonts of the house and nothing else."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=fonts.font_set().folders,
    )


@lru_cache(maxsize=16)
def compiler(main: Path) -> typst.Compiler:
    """A compiler that sees the template's own folder and the house's fonts."""
    return typst.Compiler(
        main, root=main.parent, font_paths=house_fonts(), ignore_system_fonts=True
    )


def inputs(**documents: str | Mapping[str, Any]) -> dict[str, str]:
    """What a template reads: texts as they are, everything else as JSON, and the names of the fonts."""
    given = {
        name: held if isinstance(held, str) else json.dumps(held, ensure_ascii=False)
        for name, held in documents.items()
    }
    return given | {"fonts": json.dumps(fonts.font_set().families)}


def refuse_unprintable(
    texts: Iterable[str], refusal: type[CharacterNotPrintable] = CharacterNotPrintable
) -> None:
    """Refuse characters that no font has: a name must not lose one in silence."""
    missing = fonts.unprintable(texts)
    if missing:
        raise refusal(characters="".join(missing))


def set_as_is(main: Path, given: Mapping[str, str]) -> bytes:
    """Set a template with these inputs."""
    return one_document(compiler(main).compile(sys_inputs=dict(given), pdf_standards=STANDARD))


def typeset(main: Path, **documents: Mapping[str, Any]) -> bytes:
    """Set a template with these documents; refuses a character that would be lost."""
    given = inputs(**documents)
    refuse_unprintable(given.values())
    return set_as_is(main, given)


def one_document(made: Any) -> bytes:
    """The bytes of a PDF; Typst's compiler can also give several files."""
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one document")
    return made
