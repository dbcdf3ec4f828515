"""Asks the ministry; times out, logs how long, raises ``GatewayError`` or the refusal it means."""

import json
from http import HTTPStatus
from typing import Any

from wuai.contexts.identity.gateways.fido import codec
from wuai.platform.gateways import GatewayError, Line

_LINE = Line(seconds=8, most=1 << 20)
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
    got = _LINE.ask(
        service.url.rstrip("/") + path, json.dumps(body).encode(),
        {"Content-Type": "application/json"}, note=f"fido {path} {body['transaction_id']}",
    )  # fmt: skip
    if got.status != HTTPStatus.OK:
        raise GatewayError("no answer from the ministry", temporary=True)
    try:
        held = json.loads(got.body)
    except ValueError as error:
        raise GatewayError("no answer from the ministry", temporary=True) from error
    if not isinstance(held, dict):
        raise GatewayError("no object", temporary=False)
    return held
