"""Asks the ministry; times out, logs how long, raises ``GatewayError`` or the refusal it means."""

import json
import logging
import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from wuai.contexts.identity.gateways.fido import codec
from wuai.platform.gateways import GatewayError, outside_transaction

_log = logging.getLogger(__name__)
_SECONDS = 8
_PUSH, _RESULT = "/moise/sp/requestAthOrSignPush", "/moise/sp/getAthOrSignResult"


def ask(
    service: codec.Service, *, transaction: str, number: str, hint: str, text: bytes
) -> codec.Ticket:
    """Ask somebody's telephone to sign."""
    body = codec.push(service, transaction=transaction, number=number, hint=hint, text=text)
    return codec.read_ticket(service, _post(service, _PUSH, body), transaction=transaction)


def answered(service: codec.Service, *, transaction: str, ticket_id: str) -> codec.Answer | None:
    """What it signed; None while the person has not answered. Ask every four seconds at most."""
    body = codec.result(service, transaction=transaction, ticket_id=ticket_id)
    return codec.read_answer(service, _post(service, _RESULT, body), transaction=transaction)


def _post(service: codec.Service, path: str, body: dict[str, Any]) -> dict[str, Any]:
    outside_transaction()
    url = service.url.rstrip("/") + path
    if urlsplit(url).scheme not in {"http", "https"}:
        raise GatewayError("not http", temporary=False)
    request = urllib.request.Request(  # noqa: S310 - scheme checked
        url, data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}
    )
    began = time.monotonic()
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - an address of the settings
            held = json.loads(answer.read(1 << 20))
    except (urllib.error.URLError, OSError, ValueError) as down:
        raise GatewayError("no answer from the ministry", temporary=True) from down
    finally:
        _log.info("fido %s %s %.2fs", path, body["transaction_id"], time.monotonic() - began)
    if not isinstance(held, dict):
        raise GatewayError("no object", temporary=False)
    return held
