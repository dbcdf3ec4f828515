"""From words to what the template reads; a character that no font has becomes its code point."""

import io
import json
from collections.abc import Mapping
from typing import Any

import segno

from wuai.platform import fonts


def qr(text: str) -> str:
    """Draw a QR code of medium redundancy with its quiet zone."""
    out = io.BytesIO()
    segno.make_qr(text, error="m").save(out, kind="svg", border=4, xmldecl=False, svgns=True)
    return out.getvalue().decode()


def printable(text: str) -> str:
    """A receipt is handed out at once: what cannot be printed is named, never left blank."""
    missing = set(fonts.unprintable([text]))
    return "".join(f"[U+{ord(c):04X}]" if c in missing else c for c in text)


def source(words: Mapping[str, Any]) -> str:
    """The JSON document that one compile reads."""
    return json.dumps(_clean(dict(words)), ensure_ascii=False)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: _clean(item) for name, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, list) else value
