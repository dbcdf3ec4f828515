"""The address in a letter that says "this mailbox is mine"; only we can write it."""

import hmac
from datetime import datetime, timedelta

from wuai.contexts.messages.models import Contact
from wuai.platform.crypto import blind_index

HOLDS = timedelta(days=14)


def _mark(way: Contact) -> str:
    # Another address, or a new consent, makes another mark: an old letter confirms nothing new.
    return blind_index(
        "mailbox-confirm", f"{way.pk}:{way.address}:{way.consented_at.isoformat()}"
    ).hex()


def confirm_path(way: Contact) -> str:
    """The path under which the owner of a mailbox confirms it."""
    return f"/messages/confirm/{way.pk}/{_mark(way)}/"


def confirmable(contact_id: int, mark: str, at: datetime) -> Contact | None:
    """The mailbox of such an address, if we wrote it and it is not too old."""
    held = Contact.objects.filter(id=contact_id, channel="MAIL").first()
    if held is None or not hmac.compare_digest(_mark(held).encode(), mark.encode()):
        return None
    return held if at - held.consented_at <= HOLDS else None
