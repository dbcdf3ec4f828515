"""Sends what waits in the outbox, after the commit that put it there."""

import procrastinate
from django.utils import timezone

from wuai.contexts.messages import actions, rules
from wuai.contexts.messages.gateways.mail import client
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
    mail = actions.claim(ref=message_ref, by=by, at=timezone.now())
    if mail is None:
        return
    try:
        answer = client.send(mail)
    except GatewayError as error:
        again = actions.note_failed(
            ref=message_ref, answer=str(error), temporary=error.temporary, by=by,
            at=timezone.now(),
        )  # fmt: skip
        if again:
            raise
        return
    actions.note_sent(ref=message_ref, answer=answer, by=by, at=timezone.now())
