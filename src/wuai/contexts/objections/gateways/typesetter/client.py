"""One paper in, one tagged PDF out; and the file for the Agency with its attachments bound in."""

import io
import json
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from wuai.kernel.refusal import Refusal
from wuai.platform import fonts as house

MAIN = Path(__file__).parent / "paper.typ"
STANDARD: Final = "ua-1"
_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
MOST_PAGES = 300
Attached = tuple[str, str, bytes]  # title, media type, content


class CharacterNotPrintable(Refusal):
    code = "OBJECTION_CHARACTER_NOT_PRINTABLE"
    zh = "系統字型沒有「{characters}」，無法列印"
    en = "No font has “{characters}”, so the paper cannot be printed"
    next_zh = "請安裝罕用字型（見維運手冊），或以手寫另行製作"
    next_en = "Install the font for rare characters (see the operations guide), or write it by hand"


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False,
        font_paths=house.font_set().folders,
    )  # fmt: skip


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(MAIN, root=MAIN.parent, font_paths=_fonts(), ignore_system_fonts=True)


def typeset(letter: dict[str, Any]) -> bytes:
    """Set one paper; refuses a character that would be lost."""
    return _pdf(_compiler().compile(sys_inputs=_inputs(letter), pdf_standards=STANDARD))


def typeset_file(letter: dict[str, Any], attached: Sequence[Attached]) -> bytes:
    """Set the file: list, opinion, facts, then each attachment behind its own title page.

    Bound in, a foreign PDF is a drawing: whatever it carried besides its pages stays behind. One
    that cannot be read is named on its title page and goes along by itself.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / MAIN.name).write_bytes(MAIN.read_bytes())
        said = letter | {"attached": [_lay(root, no, one) for no, one in enumerate(attached, 1)]}
        compiler = typst.Compiler(
            root / MAIN.name, root=root, font_paths=_fonts(), ignore_system_fonts=True
        )
        return _pdf(compiler.compile(sys_inputs=_inputs(said)))


def pages_of(content: bytes) -> int:
    """How many pages a PDF has; 0 when it cannot be read (broken, or locked by a password)."""
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        count = 0 if reader.encrypted else int(reader.root["/Pages"]["/Count"])
    except (PdfError, KeyError, ValueError, TypeError, OSError):
        return 0
    return count if 0 < count <= MOST_PAGES else 0


def _lay(root: Path, no: int, one: Attached) -> dict[str, Any]:
    title, media_type, content = one
    ending = _ENDINGS.get(media_type, "")
    pages = pages_of(content) if ending == "pdf" else int(bool(ending))
    name = f"attached-{no}.{ending}" if pages else ""
    if name:
        (root / name).write_bytes(content)
    return {"no": no, "title": title, "file": name, "pages": pages, "is_pdf": ending == "pdf"}


def _inputs(letter: dict[str, Any]) -> dict[str, str]:
    text = json.dumps(letter, ensure_ascii=False)
    missing = house.unprintable(text)
    if missing:
        raise CharacterNotPrintable(characters="".join(missing))
    return {"letter": text, "fonts": json.dumps(house.font_set().families)}


def _pdf(made: Any) -> bytes:
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one document")
    return made
