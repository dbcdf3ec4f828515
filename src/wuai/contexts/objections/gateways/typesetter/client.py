"""One paper in, one tagged PDF out; and the file for the Agency with its attachments bound in."""

import io
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from wuai.platform import typesetting

MAIN = Path(__file__).parent / "paper.typ"
_ALONE = Path(__file__).parent / "alone.typ"
_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
MOST_PAGES, MOST_PIXELS = 300, 100_000_000
_BROKEN = (KeyError, ValueError, TypeError, OSError, AttributeError, IndexError, RecursionError)
Attached = tuple[str, str, bytes]  # title, media type, content


def typeset(letter: dict[str, Any]) -> bytes:
    """Set one paper; refuses a character that would be lost."""
    return typesetting.typeset(MAIN, letter=letter)


def typeset_file(letter: dict[str, Any], attached: Sequence[Attached]) -> bytes:
    """Set the file: list, opinion, facts, then each attachment behind its own title page.

    Bound in, a foreign PDF is a drawing: whatever it carried besides its pages stays behind. One
    that cannot be read or set is named on its title page and goes along by itself: no attachment can
    keep the file from being made.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for one in (MAIN, _ALONE):
            (root / one.name).write_bytes(one.read_bytes())
        said = letter | {"attached": [_lay(root, no, one) for no, one in enumerate(attached, 1)]}
        given = typesetting.inputs(letter=said)
        typesetting.refuse_unprintable(given.values())
        return _set(root / MAIN.name, given)


def pages_of(content: bytes) -> int:
    """How many pages a PDF has; 0 when it cannot be read (broken, or locked by a password)."""
    from pyhanko.pdf_utils.misc import PdfError  # slow to import, and seldom needed
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        count = 0 if reader.encrypted else int(reader.root["/Pages"]["/Count"])
    except (PdfError, *_BROKEN):
        return 0
    return count if 0 < count <= MOST_PAGES else 0


def _set(main: Path, given: dict[str, str]) -> bytes:
    compiler = typst.Compiler(
        main, root=main.parent, font_paths=typesetting.house_fonts(), ignore_system_fonts=True
    )
    return typesetting.one_document(compiler.compile(sys_inputs=given))


def _can_be_set(root: Path, name: str, pages: int, is_pdf: bool) -> bool:
    """Whether one attachment alone can be set: only that shows what the typesetter makes of it."""
    try:
        if not is_pdf:
            with Image.open(root / name) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    return False
        _set(
            root / _ALONE.name,
            typesetting.inputs(one={"file": name, "pages": pages, "is_pdf": is_pdf}),
        )
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # where its libraries give up altogether, that is no Exception
        return False
    return True


def _lay(root: Path, no: int, one: Attached) -> dict[str, Any]:
    title, media_type, content = one
    ending = _ENDINGS.get(media_type, "")
    pages = pages_of(content) if ending == "pdf" else int(bool(ending))
    name = f"attached-{no}.{ending}" if pages else ""
    if name:
        (root / name).write_bytes(content)
        if not _can_be_set(root, name, pages, ending == "pdf"):
            name, pages = "", 0
    return {"no": no, "title": title, "file": name, "pages": pages, "is_pdf": ending == "pdf"}
