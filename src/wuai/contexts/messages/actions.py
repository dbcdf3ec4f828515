"""Keeping a mail, and the steps of sending one. ``send_mail`` is called inside others' actions."""

import uuid
from datetime import datetime
from typing import Any

from wuai.contexts.messages import rules
from wuai.contexts.messages.gateways.mail.client import Mail
from wuai.contexts.messages.models import Message
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.gateways import GatewayError


def send_mail(
    *, once_key: str, recipient: str, subject: str, body: str, branch_id: int | None, at: datetime
) -> str:
    """Put a mail into the outbox of the running transaction; it is sent after the commit.

    The same ``once_key`` never makes a second mail. Its public id comes back.
    """
    from wuai.contexts.messages.jobs import send

    ref = uuid.uuid4()
    values: dict[str, Any] = {
        "ref": ref,
        "recipient": rules.recipient(recipient),
        "subject": rules.subject(subject),
        "body": body,
        "branch_id": branch_id,
        "created_at": at,
    }
    Message.objects.bulk_create([Message(once_key=once_key, **values)], ignore_conflicts=True)
    kept: uuid.UUID = Message.objects.values_list("ref", flat=True).get(once_key=once_key)
    if kept == ref:
        send.defer(message_ref=str(ref))
    return str(kept)


@action("mail.claim")
def claim(*, ref: str, by: Actor, at: datetime) -> Mail | None:
    """Take one message for sending; None when it was sent or given up.

    One that another worker holds is refused for now: that worker may have died over it.
    """
    message = Message.objects.select_for_update().get(ref=ref)
    free = rules.may_send(status=message.status, claimed_at=message.claimed_at, at=at)
    if message.status == "SENDING" and not free:
        raise GatewayError("another worker is sending it", temporary=True)
    record(kind="message", ref=ref, branch_id=message.branch_id, data={"taken": free})
    if not free:
        return None
    message.status, message.claimed_at = "SENDING", at
    message.attempts += 1
    message.save(update_fields=["status", "claimed_at", "attempts"])
    return Mail(str(message.ref), message.recipient, message.subject, message.body)


@action("mail.sent")
def note_sent(*, ref: str, answer: str, by: Actor, at: datetime) -> None:
    """The other side took it."""
    message = Message.objects.select_for_update().get(ref=ref)
    message.status, message.sent_at, message.answer = "SENT", at, answer
    message.save(update_fields=["status", "sent_at", "answer"])
    record(kind="message", ref=ref, branch_id=message.branch_id)


@action("mail.failed")
def note_failed(*, ref: str, answer: str, temporary: bool, by: Actor, at: datetime) -> bool:
    """It did not go; whether it will be tried again comes back."""
    message = Message.objects.select_for_update().get(ref=ref)
    message.status = rules.outcome(attempts=message.attempts, temporary=temporary)
    message.answer = answer
    message.save(update_fields=["status", "answer"])
    record(
        kind="message", ref=ref, branch_id=message.branch_id,
        data={"attempts": message.attempts, "status": message.status},
    )  # fmt: skip
    return message.status == "WAITING"


@action("mail.try_again")
def try_again(*, ref: str, by: Actor, at: datetime) -> None:
    """Somebody looked into it: a mail that was given up starts anew."""
    from wuai.contexts.messages.jobs import send

    message = Message.objects.select_for_update().get(ref=ref)
    if message.status != "FAILED":
        raise rules.NotGivenUp
    message.status, message.attempts = "WAITING", 0
    message.save(update_fields=["status", "attempts"])
    record(kind="message", ref=ref, branch_id=message.branch_id)
    send.defer(message_ref=ref)
