"""The address in a letter that says "this mailbox is mine"; only we can write it."""

import hmac
from datetime import UTC, datetime, timedelta

from wuai.contexts.messages.models import Contact
from wuai.platform.crypto import blind_index

HOLDS = timedelta(days=14)


def _mark(way: Contact) -> str:
    # Another address, or a later letter, makes another mark: an old letter confirms nothing new.
    asked = way.asked_at.astimezone(UTC).isoformat() if way.asked_at else ""
    return blind_index("mailbox-confirm", f"{way.pk}:{way.address}:{asked}").hex()


def confirm_path(way: Contact) -> str:
    """The path under which the owner of a mailbox confirms it."""
    return f"/messages/confirm/{way.pk}/{_mark(way)}/"


def confirmable(contact_id: int, mark: str) -> Contact | None:
    """The mailbox of such an address, if our last letter to it said so."""
    held = Contact.objects.filter(id=contact_id, channel="MAIL", asked_at__isnull=False).first()
    if held is None or not hmac.compare_digest(_mark(held).encode(), mark.encode()):
        return None
    return held


def is_over(way: Contact, at: datetime) -> bool:
    """Whether the link of the last letter holds no more."""
    return way.asked_at is None or at - way.asked_at > HOLDS
