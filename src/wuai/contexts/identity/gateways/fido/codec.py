"""The words of the ministry's interface: checksums, tickets, codes.

The checksum is AES-256-GCM with an all-zero IV over a SHA-256, as published. That is good as a
keyed check of one message and for nothing else: never encrypt anything with this key.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from wuai.contexts.identity.rules import fido as rules
from wuai.platform.gateways import GatewayError

_IV = bytes(12)
PENDING = frozenset({"20002", "20003"})
DEEP_LINK = "mobilemoica://moica.moi.gov.tw/a2a/verifySign"


@dataclass(frozen=True, slots=True)
class Service:
    """Who we are to the ministry."""

    url: str
    service_id: str
    key: bytes


@dataclass(frozen=True, slots=True)
class Ticket:
    """A question that is on its way to a telephone."""

    ticket_id: str
    deep_link: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the telephone signed, and the hash of the full number whose telephone it is."""

    signed: bytes
    hashed_number: str


def checksum(key: bytes, payload: str) -> str:
    """The keyed check of one message."""
    digest = hashlib.sha256(payload.encode()).hexdigest()
    return _IV.hex() + AESGCM(key).encrypt(_IV, digest.encode(), None).hex()


def push(
    service: Service, *, transaction: str, number: str, hint: str, text: bytes
) -> dict[str, Any]:
    """The question (ATH-03): the telephone shows ``hint`` and signs ``text``."""
    data = base64.b64encode(text).decode()
    payload = transaction + service.service_id + number + "" + "ATH" + hint + data
    return {
        "transaction_id": transaction, "sp_service_id": service.service_id, "id_num": number,
        "device_user_def_desc": "", "op_code": "ATH", "op_mode": "PUSH", "hint": hint,
        "time_limit": "120", "sp_checksum": checksum(service.key, payload),
        "sign_info": {
            "sign_type": "PKCS#7", "sign_data": data, "tbs_encoding": "base64",
            "hash_algorithm": "SHA256",
        },
    }  # fmt: skip


def result(service: Service, *, transaction: str, ticket_id: str) -> dict[str, Any]:
    """Ask what became of it (ATH-02)."""
    payload = transaction + service.service_id + ticket_id
    return {
        "transaction_id": transaction, "sp_service_id": service.service_id,
        "sp_ticket_id": ticket_id, "sp_checksum": checksum(service.key, payload),
    }  # fmt: skip


def read_ticket(service: Service, answer: dict[str, Any], *, transaction: str) -> Ticket:
    """The ticket of a question that was taken."""
    held = _result(answer)
    ticket = str(held.get("sp_ticket", ""))
    _check(service, held, transaction + "0" + ticket)
    try:
        body = ticket.partition(".")[0]
        inside = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        ticket_id = str(inside["sp_ticket_id"])
    except (ValueError, KeyError, TypeError) as wrong:
        raise GatewayError("ticket unreadable", temporary=False) from wrong
    return Ticket(ticket_id, f"{DEEP_LINK}?sp_ticket={ticket}")


def read_answer(service: Service, answer: dict[str, Any], *, transaction: str) -> Answer | None:
    """What was signed; None while the person has not answered yet."""
    if str(answer.get("error_code")) in PENDING:
        return None
    held = _result(answer)
    hashed, signed = str(held.get("hashed_id_num", "")), str(held.get("signed_response", ""))
    _check(service, held, transaction + "0" + hashed + signed)
    try:
        return Answer(base64.b64decode(signed, validate=True), hashed.lower())
    except ValueError as wrong:
        raise GatewayError("answer unreadable", temporary=False) from wrong


def _result(answer: dict[str, Any]) -> dict[str, Any]:
    code = str(answer.get("error_code"))
    if code != "0":
        raise rules.TelephoneSaidNo(code=code)
    held = answer.get("result")
    if not isinstance(held, dict):
        raise GatewayError("no result", temporary=False)
    return held


def _check(service: Service, held: dict[str, Any], payload: str) -> None:
    theirs = str(held.get("idp_checksum", "")).lower()
    if not hmac.compare_digest(theirs.encode(), checksum(service.key, payload).encode()):
        raise GatewayError("checksum wrong", temporary=False)


def hashed_number(number: str) -> str:
    """How the interface names a person: SHA-256 of the full number, in hexadecimal."""
    return hashlib.sha256(number.encode()).hexdigest()
