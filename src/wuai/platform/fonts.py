"""Which fonts are there, and which characters they can print.

The house's font comes with a Python package; characters of the rare planes come from Debian's
``fonts-cns11643-sung`` where it is installed. A character that none of them has is never left
blank: the caller sets the letter aside.
"""

import logging
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

RARE = (
    Path("/usr/share/fonts/truetype/cns11643"),
    Path("/usr/local/share/fonts/cns11643"),
)
# It warns of a table of glyph names that one of the fonts cut short and nobody here reads.
logging.getLogger("fontTools").setLevel(logging.ERROR)
_RARE_FILES = ("TW-Sung-98_1.ttf", "TW-Sung-Ext-B-98_1.ttf")


@dataclass(frozen=True, slots=True)
class FontSet:
    """Files and family names, in the order in which a character is looked for."""

    files: tuple[Path, ...]
    families: tuple[str, ...]

    @property
    def folders(self) -> list[str]:
        """The folders that Typst is shown."""
        return [str(folder) for folder in dict.fromkeys(f.parent for f in self.files)]


def _house_font() -> Path:
    import pylopdf_fonts_zh_tw

    return Path(pylopdf_fonts_zh_tw.sans_path())


def rare_files() -> list[Path]:
    """The fonts for rare characters that this machine has."""
    return [f for folder in RARE for name in _RARE_FILES if (f := folder / name).exists()]


@lru_cache(maxsize=1)
def font_set() -> FontSet:
    """The fonts of this machine."""
    files = (_house_font(), *rare_files())
    return FontSet(files, tuple(_family(f) for f in files))


def _family(path: Path) -> str:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        names: Any = font["name"]
        return str(names.getDebugName(16) or names.getDebugName(1))


@lru_cache(maxsize=1)
def printable() -> frozenset[str]:
    """Every character that one of the fonts has."""
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for path in font_set().files:
        with TTFont(path, lazy=True) as font:
            found |= set(font.getBestCmap())
    return frozenset(chr(code) for code in found if code >= 0x20)


def unprintable(texts: Iterable[str], known: frozenset[str] | None = None) -> list[str]:
    """The characters of these texts that no font has, in order of appearance."""
    held = printable() if known is None else known
    joined = "".join(texts)
    missing = set(joined) - held - {"\n"}
    return sorted(missing, key=joined.index)


def name_of(character: str) -> str:
    """How a task names a character: itself, its code point and its Unicode name."""
    code = f"U+{ord(character):04X}"
    return f"「{character}」 {code} {unicodedata.name(character, '(unnamed)')}"
