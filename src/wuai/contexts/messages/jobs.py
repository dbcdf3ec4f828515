"""Sends what waits in the outbox, after the commit that put it there."""

import procrastinate
from django.conf import settings
from django.utils import timezone

from wuai.contexts.messages.actions import outbox as actions
from wuai.contexts.messages.actions.sending import Parcel, Wait, send_later
from wuai.contexts.messages.gateways.line import client as line
from wuai.contexts.messages.gateways.mail import client as mail
from wuai.contexts.messages.gateways.sms import client as sms
from wuai.contexts.messages.queries.stopping import stop_path
from wuai.contexts.messages.rules import kinds
from wuai.contexts.messages.rules import outbox as rules
from wuai.platform.actors import system
from wuai.platform.gateways import GatewayError
from wuai.platform.jobs import procrastinate_app

_RETRY = procrastinate.RetryStrategy(
    max_attempts=rules.MAX_ATTEMPTS, exponential_wait=5, retry_exceptions=[GatewayError]
)


@procrastinate_app.task(name="messages.send", retry=_RETRY)
def send(message_ref: str) -> None:
    """Send one message; a message that was sent is not sent again."""
    by = system("outbox")
    parcel = actions.claim(ref=message_ref, by=by, at=timezone.now())
    if parcel is None:
        return
    if isinstance(parcel, Wait):
        send_later(message_ref, parcel.until)
        return
    try:
        answer, number = _hand_over(parcel)
    except GatewayError as error:
        again = actions.note_failed(
            ref=message_ref, answer=str(error), temporary=error.temporary, by=by,
            at=timezone.now(),
        )  # fmt: skip
        if again:
            raise
        return
    actions.note_sent(
        ref=message_ref, answer=answer, foreign_no=number, by=by, at=timezone.now()
    )  # fmt: skip


def _hand_over(parcel: Parcel) -> tuple[str, str]:
    subject, body, stop = parcel.subject, parcel.body, ""
    if parcel.is_telling:
        body = kinds.with_link(body, f"{settings.SITE_URL}{parcel.link}")
        stop = f"{settings.SITE_URL}{stop_path(parcel.ref)}"
    if parcel.channel == "SMS":
        return sms.send(sms.Sms(parcel.ref, parcel.recipient, body))
    if parcel.channel == "LINE":
        return line.send(line.Push(parcel.ref, parcel.recipient, body))
    return mail.send(mail.Mail(parcel.ref, parcel.recipient, subject, body, stop)), ""
