"""LINE's Messaging API: a push with a retry key, and signed calls about who follows and who blocks."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

OK, CONFLICT, TOO_MANY, SERVER_ERROR = 200, 409, 429, 500
LONGEST = 5000


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that a person did with our account: "message" (with text), "follow" or "unfollow"."""

    kind: str
    user: str
    text: str = ""


def push(user: str, text: str) -> bytes:
    """The request for one text."""
    said = {"to": user, "messages": [{"type": "text", "text": text[:LONGEST]}]}
    return json.dumps(said, ensure_ascii=False).encode()


def headers(token: str, ref: str) -> dict[str, str]:
    """``ref`` is a UUID: LINE carries out a push with the same key once and answers 409 afterwards."""
    return {
        "Content-Type": "application/json", "Authorization": f"Bearer {token}",
        "X-Line-Retry-Key": ref,
    }  # fmt: skip


def is_temporary(status: int) -> bool:
    """Whether the same push may succeed later; 401 and 403 are about our account, not the person."""
    return status >= SERVER_ERROR or status in {401, 403, TOO_MANY}


def number_of(body: bytes) -> str:
    """LINE's number of the message, if it named one."""
    held = _object(body)
    sent = held.get("sentMessages")
    first = sent[0] if isinstance(sent, list) and sent and isinstance(sent[0], dict) else {}
    return str(first.get("id", ""))[:100]


def sign(secret: str, body: bytes) -> str:
    """The signature of a call."""
    return base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()


def is_signed(secret: str, body: bytes, signature: str) -> bool:
    """Whether LINE wrote this."""
    return bool(secret) and hmac.compare_digest(sign(secret, body).encode(), signature.encode())


def read(body: bytes) -> list[Happened]:
    """What a signed call tells; what we do not know is left out."""
    events = _object(body).get("events")
    found = []
    for event in events if isinstance(events, list) else []:
        if not isinstance(event, dict):
            continue
        source, said = event.get("source"), event.get("message")
        user = str(source.get("userId", "")) if isinstance(source, dict) else ""
        text = str(said.get("text", ""))[:200] if isinstance(said, dict) else ""
        if user and event.get("type") in {"message", "follow", "unfollow"}:
            found.append(Happened(str(event["type"]), user, text))
    return found


def _object(body: bytes) -> dict[str, Any]:
    try:
        held = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}
