"""Pushes to LINE, or lays the text into the outbox folder where no account is configured."""

from dataclasses import dataclass

from django.conf import settings

from wuai.contexts.messages.gateways import drawer, web
from wuai.contexts.messages.gateways.line import codec
from wuai.platform.gateways import GatewayError


@dataclass(frozen=True, slots=True)
class Push:
    """One text to one LINE account."""

    ref: str
    recipient: str
    text: str


def send(push: Push) -> tuple[str, str]:
    """Hand one over; what was answered and LINE's number come back. Raises GatewayError."""
    if not settings.LINE_TOKEN:
        return drawer.keep("LINE", push.ref, push.recipient, push.text), ""
    answer = web.post(
        f"{settings.LINE_URL}/v2/bot/message/push", codec.push(push.recipient, push.text),
        codec.headers(settings.LINE_TOKEN, push.ref), ref=push.ref,
    )  # fmt: skip
    if answer.status == codec.CONFLICT:
        return "409, taken before", codec.number_of(answer.body)
    if answer.status != codec.OK:
        raise GatewayError(f"HTTP {answer.status}", temporary=codec.is_temporary(answer.status))
    return "200", codec.number_of(answer.body)
