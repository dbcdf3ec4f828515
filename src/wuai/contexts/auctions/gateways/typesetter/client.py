"""One certificate in, one tagged PDF out, with the QR code that leads to its check; and letters of pre-emption."""

import io
import uuid
from pathlib import Path
from typing import Any

import segno
from django.conf import settings

from wuai.platform import typesetting

_HERE = Path(__file__).parent
MAIN, LETTER = _HERE / "certificate.typ", _HERE / "preemption.typ"


def typeset(words: dict[str, Any], token: uuid.UUID) -> bytes:
    """Set one certificate; refuses a character that would be lost."""
    return _set(MAIN, "certificate", words, f"{settings.SITE_URL}/transfers/verify/{token}")


def typeset_letter(words: dict[str, Any], path: str) -> bytes:
    """Set one letter of pre-emption, with the QR code of where it is answered."""
    return _set(LETTER, "letter", words, f"{settings.SITE_URL}{path}")


def _set(main: Path, name: str, words: dict[str, Any], address: str) -> bytes:
    out = io.BytesIO()
    code = segno.make_qr(address, error="m")
    code.save(out, kind="svg", border=4, xmldecl=False, svgns=True)
    documents: dict[str, Any] = {name: words, "qr": out.getvalue().decode()}
    given = typesetting.inputs(**documents)
    typesetting.refuse_unprintable([given[name]])
    return typesetting.set_as_is(main, given)
