"""Text messages by the interface that Taiwanese providers share (Mitake's SmSend).

``clientid`` is ours: the provider takes a message under it once and says ``Duplicate=Y`` afterwards.
The codes follow the provider's public description; the contract decides.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

ACCEPTED = frozenset({"0", "1", "2", "4"})
# About this recipient or this text. Whatever else goes wrong is about us and them: try again.
PERMANENT = frozenset({"5", "6", "v", "w"})
DELIVERED, HARD = "4", frozenset({"6"})
BOUNCED = frozenset({"5", "6", "7", "8", "9"})


@dataclass(frozen=True, slots=True)
class Taken:
    """What the provider answered to a message."""

    code: str
    number: str
    is_repeat: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What the provider says later about a message: DELIVERED, BOUNCED, or "" for nothing new."""

    number: str
    status: str
    is_hard: bool
    said: str


def order(user: str, password: str, recipient: str, text: str, ref: str, hook: str) -> bytes:
    """The request for one message."""
    fields = {
        "username": user, "password": password, "dstaddr": recipient,
        # A line feed is sign 6 in this interface.
        "smbody": text.replace("\r\n", "\n").replace("\n", chr(6)), "clientid": ref,
    }  # fmt: skip
    if hook:
        fields["response"] = hook
    return urlencode(fields).encode()


def read(body: bytes) -> Taken:
    """The answer: ``[1]``, then a line for each field."""
    fields = dict(
        line.strip().split("=", 1)
        for line in body.decode("utf-8", "replace").splitlines()
        if "=" in line
    )
    return Taken(
        fields.get("statuscode", "").strip(), fields.get("msgid", "").strip()[:100],
        fields.get("Duplicate", "").strip().upper() == "Y",
    )  # fmt: skip


def report(fields: dict[str, str]) -> Report:
    """A report as the provider's call carries it."""
    code = fields.get("statuscode", "").strip()
    status = "DELIVERED" if code == DELIVERED else "BOUNCED" if code in BOUNCED else ""
    said = f"{code} {fields.get('statusstr', '')}".strip()[:200]
    return Report(fields.get("msgid", "").strip()[:100], status, code in HARD, said)


def thanks(number: str) -> str:
    """What the provider wants to hear, or it calls again."""
    return f"magicid=sms_gateway_rpack\nmsgid={number}\n"
