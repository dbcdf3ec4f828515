"""One letter in, one tagged PDF out; an address to check it becomes a QR code."""

import io
from pathlib import Path
from typing import Any

import segno

from wuai.platform import typesetting

MAIN = Path(__file__).parent / "paper.typ"


def typeset(letter: dict[str, Any]) -> bytes:
    """Set one letter; refuses a character that would be lost."""
    address = letter.get("check", "")
    given = typesetting.inputs(letter=letter, qr=_code(address) if address else "")
    typesetting.refuse_unprintable([given["letter"]])
    return typesetting.set_as_is(MAIN, given)


def _code(address: str) -> str:
    out = io.BytesIO()
    segno.make_qr(address, error="m").save(out, kind="svg", border=4, xmldecl=False, svgns=True)
    return out.getvalue().decode()
