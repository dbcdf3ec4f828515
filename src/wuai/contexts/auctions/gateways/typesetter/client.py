"""One certificate in, one tagged PDF out, with the QR code that verifies it."""

import io
import uuid
from pathlib import Path
from typing import Any

import segno
from django.conf import settings

from wuai.platform import typesetting

MAIN = Path(__file__).parent / "certificate.typ"


def typeset(words: dict[str, Any], token: uuid.UUID) -> bytes:
    """Set one certificate; refuses a character that would be lost."""
    out = io.BytesIO()
    address = f"{settings.SITE_URL}/transfers/verify/{token}"
    code = segno.make_qr(address, error="m")
    code.save(out, kind="svg", border=4, xmldecl=False, svgns=True)
    given = typesetting.inputs(certificate=words, qr=out.getvalue().decode())
    typesetting.refuse_unprintable([given["certificate"]])
    return typesetting.set_as_is(MAIN, given)
