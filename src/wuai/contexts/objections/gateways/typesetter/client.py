"""One paper in, one tagged PDF out; and the file for the Agency with its attachments bound in."""

import io
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from wuai.platform import typesetting

MAIN = Path(__file__).parent / "paper.typ"
_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
MOST_PAGES = 300
Attached = tuple[str, str, bytes]  # title, media type, content


def typeset(letter: dict[str, Any]) -> bytes:
    """Set one paper; refuses a character that would be lost."""
    return typesetting.typeset(MAIN, letter=letter)


def typeset_file(letter: dict[str, Any], attached: Sequence[Attached]) -> bytes:
    """Set the file: list, opinion, facts, then each attachment behind its own title page.

    Bound in, a foreign PDF is a drawing: whatever it carried besides its pages stays behind. One
    that cannot be read is named on its title page and goes along by itself.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / MAIN.name).write_bytes(MAIN.read_bytes())
        said = letter | {"attached": [_lay(root, no, one) for no, one in enumerate(attached, 1)]}
        given = typesetting.inputs(letter=said)
        typesetting.refuse_unprintable(given.values())
        compiler = typst.Compiler(
            root / MAIN.name, root=root, font_paths=typesetting.house_fonts(),
            ignore_system_fonts=True,
        )  # fmt: skip
        return typesetting.one_document(compiler.compile(sys_inputs=given))


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
