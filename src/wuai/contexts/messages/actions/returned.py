"""A mail that came back, from a file or out of a mailbox that is read: what it says about one of ours."""

from datetime import datetime

from wuai.contexts.messages.actions import outbox
from wuai.contexts.messages.gateways.mail import codec
from wuai.contexts.messages.queries import outbox as queries
from wuai.platform.actors import Actor


def take_returned(*, raw: bytes, by: Actor, at: datetime) -> str:
    """Note what a report says; which kind it was, empty when it is none about a mail of ours."""
    found = codec.read(raw)
    message_id = queries.message_id_by_ref(found.ref) if found else None
    if found is None or message_id is None:
        return ""
    if found.status == "COMPLAINT":
        outbox.note_complaint(message_id=message_id, by=by, at=at)
        return "complaints"
    outbox.note_report(
        message_id=message_id, status=found.status, answer=found.said, hard=found.is_hard, by=by,
        at=at,
    )  # fmt: skip
    return found.status.lower()
