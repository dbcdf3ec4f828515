"""Keeping a message, and the steps of sending one. ``send_mail`` is called inside others' actions."""

import base64
import uuid
from datetime import datetime
from typing import Any

from wuai.contexts.messages.actions.calling import call_unreached
from wuai.contexts.messages.actions.sending import (
    Parcel,
    Wait,
    note_channel,
    put_out,
    shut_until,
)
from wuai.contexts.messages.actions.telling import next_way
from wuai.contexts.messages.models import Contact, Message, Telling
from wuai.contexts.messages.rules import outbox as rules
from wuai.platform import crypto
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.gateways import GatewayError
from wuai.platform.queue import later

_SEALED, _COLUMN = "sealed:", "outbox_message.body"


class Secret(str):
    """The words of a mail that carry a code: they lie sealed in the outbox until they are sent."""

    __slots__ = ()


def send_mail(
    *, once_key: str, recipient: str, subject: str, body: str, branch_id: int | None, at: datetime
) -> str:
    """Put a mail into the outbox of the running transaction; it is sent after the commit.

    The same ``once_key`` never makes a second mail. Its public id comes back.
    """
    ref = uuid.uuid4()
    values: dict[str, Any] = {
        "ref": ref,
        "recipient": rules.recipient(recipient),
        "subject": rules.subject(subject),
        "body": _kept(str(ref), body),
        "branch_id": branch_id,
        "created_at": at,
    }
    Message.objects.bulk_create([Message(once_key=once_key, **values)], ignore_conflicts=True)
    kept: uuid.UUID = Message.objects.values_list("ref", flat=True).get(once_key=once_key)
    if kept == ref:
        later("messages.send", message_ref=str(ref))
    return str(kept)


def _kept(ref: str, body: str) -> str:
    if not isinstance(body, Secret):
        return body
    return _SEALED + base64.b64encode(crypto.seal(_COLUMN, ref, str(body))).decode()


def _opened(message: Message) -> str:
    if not message.body.startswith(_SEALED):
        return message.body
    held = base64.b64decode(message.body.removeprefix(_SEALED))
    return crypto.unseal(_COLUMN, str(message.ref), held)


@action("mail.claim")
def claim(*, ref: str, by: Actor, at: datetime) -> Parcel | Wait | None:
    """Take one message for sending; None when it was sent or given up, Wait when its time is later.

    One that another worker holds is refused for now: that worker may have died over it.
    """
    message = Message.objects.select_for_update(of=("self",)).select_related("telling").get(ref=ref)
    free = rules.may_send(status=message.status, claimed_at=message.claimed_at, at=at)
    if message.status == "SENDING" and not free:
        raise GatewayError("another worker is sending it", temporary=True)
    wait = _wait(message, at) if free else None
    record(kind="message", ref=ref, branch_id=message.branch_id,
           data={"taken": free and wait is None})  # fmt: skip
    if not free or wait:
        return wait
    message.status, message.claimed_at = "SENDING", at
    message.attempts += 1
    message.save(update_fields=["status", "claimed_at", "attempts"])
    return Parcel(
        str(message.ref), message.channel, message.recipient, message.subject, _opened(message),
        message.telling.link if message.telling else "", message.telling is not None,
    )  # fmt: skip


def _wait(message: Message, at: datetime) -> Wait | None:
    if message.not_before and message.not_before > at:
        return Wait(message.not_before)
    until = shut_until(message.channel, at)
    return Wait(until) if until else None


@action("mail.sent")
def note_sent(*, ref: str, answer: str, foreign_no: str = "", by: Actor, at: datetime) -> None:
    """The other side took it."""
    message = Message.objects.select_for_update().get(ref=ref)
    # Its report may have overtaken our note.
    if message.status not in {"DELIVERED", "BOUNCED"}:
        message.status = "SENT"
    message.sent_at, message.answer, message.foreign_no = at, answer[:500], foreign_no
    message.save(update_fields=["status", "sent_at", "answer", "foreign_no"])
    note_channel(message.channel, worked=True, answer="", at=at)
    record(kind="message", ref=ref, branch_id=message.branch_id)


@action("mail.failed")
def note_failed(*, ref: str, answer: str, temporary: bool, by: Actor, at: datetime) -> bool:
    """It did not go; whether it will be tried again comes back. The next way is tried at the end."""
    message = Message.objects.select_for_update(of=("self",)).select_related("telling").get(ref=ref)
    message.status = rules.outcome(attempts=message.attempts, temporary=temporary)
    message.answer = answer[:500]
    message.save(update_fields=["status", "answer"])
    if temporary:
        note_channel(message.channel, worked=False, answer=answer, at=at)
    if message.status == "FAILED":
        _try_next(message, at)
    record(
        kind="message", ref=ref, branch_id=message.branch_id,
        data={"attempts": message.attempts, "status": message.status},
    )  # fmt: skip
    return message.status == "WAITING"


@action("message.report")
def note_report(
    *, message_id: int, status: str, answer: str, hard: bool = False, by: Actor, at: datetime
) -> bool:
    """What a provider said later: DELIVERED or BOUNCED; said twice, it counts once."""
    message = (
        Message.objects.select_for_update(of=("self",)).select_related("telling").get(id=message_id)
    )
    news = message.status != status and message.status != "BOUNCED"
    if news:
        message.status, message.answer, message.answered_at = status, answer[:500], at
        message.save(update_fields=["status", "answer", "answered_at"])
        telling = message.telling
        if status == "DELIVERED" and telling and telling.reached_at is None:
            telling.reached_at = at
            telling.save(update_fields=["reached_at"])
        if status == "BOUNCED":
            _came_back(message, answer, hard, at)
    record(kind="message", ref=message.ref, branch_id=message.branch_id,
           data={"status": status, "news": news, "hard": hard})  # fmt: skip
    return news


@action("message.complaint")
def note_complaint(*, message_id: int, by: Actor, at: datetime) -> None:
    """Somebody marked a message as unwanted: that address is not used again without new consent."""
    message = Message.objects.select_for_update().get(id=message_id)
    Contact.objects.filter(
        channel=message.channel, address=message.recipient, ended_at__isnull=True
    ).update(ended_at=at, ended_why="COMPLAINT")
    record(kind="message", ref=message.ref, branch_id=message.branch_id)


def _came_back(message: Message, why: str, hard: bool, at: datetime) -> None:
    if hard:
        Contact.objects.filter(
            channel=message.channel, address=message.recipient, bad_since__isnull=True
        ).update(bad_since=at, bad_why=why[:300])
    # Whoever said before that it arrived was wrong, unless the person opened the copy.
    if message.telling_id is not None:
        Telling.objects.filter(id=message.telling_id, opened_at__isnull=True).update(
            reached_at=None
        )
    _try_next(message, at)


def _try_next(message: Message, at: datetime) -> None:
    """The next channel of the person; when none is left, that is seen and somebody may call."""
    if message.telling_id is None:
        return
    telling = Telling.objects.select_for_update().get(id=message.telling_id)
    if telling.reached_at is not None:
        return
    tried = Message.objects.filter(telling=telling).values_list("channel", flat=True)
    way = next_way(telling, tried)
    if way:
        put_out([(telling, way)], at)
        return
    telling.unreached_at = at
    telling.save(update_fields=["unreached_at"])
    call_unreached(telling, at)


@action("mail.try_again")
def try_again(*, ref: str, by: Actor, at: datetime) -> None:
    """Somebody looked into it: a message that was given up or came back starts anew."""
    message = Message.objects.select_for_update().get(ref=ref)
    if message.status not in {"FAILED", "BOUNCED"}:
        raise rules.NotGivenUp
    message.status, message.attempts, message.not_before = "WAITING", 0, None
    message.save(update_fields=["status", "attempts", "not_before"])
    record(kind="message", ref=ref, branch_id=message.branch_id)
    later("messages.send", message_ref=ref)
