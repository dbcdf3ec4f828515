"""Calls of the Messenger platform about messages to a page: signed over the bytes as they came.

Pictures and files are only named: what they show stays on the platform, to be looked at there.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wuai.contexts.petitions.rules.incoming import SOCIAL, Fetched, Letter

# The box that such letters come into; the number of the page stands behind it.
BOX = "page"
_PREFIX = "sha256="
MOST = 256 * 1024


@dataclass(frozen=True, slots=True)
class Said:
    """One message to one page, as it is kept and as it is read."""

    page: str
    fetched: Fetched
    letter: Letter


def sign(secret: str, body: bytes) -> str:
    """The signature of a call, as its head carries it."""
    return _PREFIX + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def is_signed(secret: str, body: bytes, signature: str) -> bool:
    """Whether the platform wrote this."""
    return bool(secret) and hmac.compare_digest(sign(secret, body).encode(), signature.encode())


def read(body: bytes) -> Iterator[Said]:
    """What people said to pages; what we ourselves wrote there, and what is no message, is left out."""
    try:
        held = json.loads(body)
    except (ValueError, RecursionError):
        return
    for entry in _list(held, "entry"):
        for event in _list(entry, "messaging"):
            raw = json.dumps(event, ensure_ascii=False).encode()
            letter = read_one(raw)
            if letter is not None:
                yield Said(str(entry.get("id", "")), Fetched(0, _at(event), raw), letter)


def read_one(raw: bytes) -> Letter | None:
    """One message that was kept, or None when it is none of somebody else's."""
    try:
        event = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    said, who = _part(event, "message"), str(_part(event, "sender").get("id", ""))[:64]
    number = str(said.get("mid", ""))[:300]
    if not number or not who or said.get("is_echo"):
        return None
    text = str(said.get("text", ""))[:20_000].replace("\x00", "")
    if _list(said, "attachments"):
        text += "\n（另有圖片或檔案，請到粉絲專頁的收件匣查看 / with pictures or files, see the page's inbox）"
    return Letter(
        message_id=number, sender=f"facebook:{who}", name="", subject=text.strip()[:60],
        text=text.strip(), written=str(event.get("timestamp", ""))[:20], is_automatic=False,
        channel=SOCIAL,
    )  # fmt: skip


def _at(event: Any) -> datetime:
    try:
        return datetime.fromtimestamp(int(event["timestamp"]) / 1000, UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return datetime.max.replace(tzinfo=UTC)


def _list(held: Any, name: str) -> list[Any]:
    found = held.get(name) if isinstance(held, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _part(held: Any, name: str) -> dict[str, Any]:
    found = held.get(name) if isinstance(held, dict) else None
    return found if isinstance(found, dict) else {}
