"""Hands text messages to the provider, or lays them into the outbox folder where none is configured."""

from dataclasses import dataclass

from django.conf import settings

from wuai.contexts.messages.gateways import drawer, web
from wuai.contexts.messages.gateways.sms import codec
from wuai.platform.gateways import GatewayError

_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class Sms:
    """One text message."""

    ref: str
    recipient: str
    text: str


def send(sms: Sms) -> tuple[str, str]:
    """Hand one over; what was answered and the provider's number come back. Raises GatewayError."""
    if not settings.SMS_URL:
        return drawer.keep("SMS", sms.ref, sms.recipient, sms.text), ""
    hook = f"{settings.SITE_URL}/hooks/messages/sms/{settings.SMS_HOOK_SECRET}/"
    data = codec.order(
        settings.SMS_USER, settings.SMS_PASSWORD, sms.recipient, sms.text, sms.ref,
        hook if settings.SMS_HOOK_SECRET else "",
    )  # fmt: skip
    answer = web.post(
        settings.SMS_URL, data, {"Content-Type": "application/x-www-form-urlencoded"}, ref=sms.ref
    )
    if answer.status >= _SERVER_ERROR:
        raise GatewayError(f"HTTP {answer.status}", temporary=True)
    taken = codec.read(answer.body)
    if taken.code not in codec.ACCEPTED:
        raise GatewayError(
            f"HTTP {answer.status} statuscode {taken.code[:8]}",
            temporary=taken.code not in codec.PERMANENT,
        )
    return f"statuscode {taken.code}{' (repeat)' if taken.is_repeat else ''}", taken.number
