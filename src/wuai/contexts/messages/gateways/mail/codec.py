"""Mails that come back: delivery reports (RFC 3464) and complaints (RFC 5965), for one of our mails.

Only the machine-readable parts are believed; out-of-office notes and other answers say nothing here.
"""

import re
import uuid
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser

_OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.ASCII)
_MOST = 256 * 1024


@dataclass(frozen=True, slots=True)
class Returned:
    """What a mail that came back says about one of ours: BOUNCED, DELIVERED or COMPLAINT."""

    ref: str
    status: str
    is_hard: bool
    said: str


def read(raw: bytes) -> Returned | None:
    """What came back, or None when it is no report about a mail of ours."""
    try:
        held = BytesParser(policy=policy.compat32).parsebytes(raw[:_MOST])
        kind = str(held.get_param("report-type") or "").lower()
        if kind == "feedback-report":
            ref = _ref(held, raw)
            return Returned(ref, "COMPLAINT", False, "complaint") if ref else None
        return _delivery(held, raw) if kind == "delivery-status" else None
    except (ValueError, LookupError, RecursionError, TypeError, AttributeError):
        return None


def _delivery(held: Message, raw: bytes) -> Returned | None:
    fields: dict[str, str] = {}
    for part in held.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            for block in blocks if isinstance(blocks, list) else []:
                if isinstance(block, Message):
                    fields |= {name.lower(): str(value) for name, value in block.items()}
    action, code = fields.get("action", "").strip().lower(), fields.get("status", "").strip()
    ref = _ref(held, raw)
    status = {"failed": "BOUNCED", "delivered": "DELIVERED"}.get(action)
    if ref is None or status is None:
        return None
    said = f"{code} {fields.get('diagnostic-code', '')}"
    return Returned(ref, status, code.startswith("5.1"), " ".join(said.split())[:300])


def _ref(held: Message, raw: bytes) -> str | None:
    """Our number: in the mail that is sent back, or in what the report refers to."""
    texts = [str(held.get(name, "")) for name in ("In-Reply-To", "References")]
    texts.append(raw[:_MOST].decode("ascii", "replace"))
    for text in texts:
        found = _OURS.search(text)
        if found:
            return str(uuid.UUID(found.group(1)))
    return None


def sample(
    ref: str, *, action: str = "failed", status: str = "5.1.1", kind: str = "delivery-status"
) -> bytes:
    """A report as mail servers write them, to practise with."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "MAILER-DAEMON@example.invalid", "Undelivered Mail"
    mail["Content-Type"] = f'multipart/report; report-type={kind}; boundary="b"'
    body = (
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        f"--b\r\nContent-Type: message/{kind}\r\n\r\nReporting-MTA: dns; mx.example.invalid\r\n\r\n"
        f"Final-Recipient: rfc822; a@example.org\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 no such user\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{ref}@wuai.invalid>\r\n\r\n--b--\r\n"
    )
    return bytes(mail).split(b"\n\n")[0].replace(b"\n", b"\r\n") + b"\r\n\r\n" + body.encode()
