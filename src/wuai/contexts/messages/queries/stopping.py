"""The address behind "no more of these": it says which message it stands in, and only we can write it."""

import hmac
import uuid

from wuai.contexts.messages.models import Message
from wuai.contexts.messages.rules.kinds import Kind, kind_of
from wuai.platform.crypto import blind_index


def _mark(ref: str) -> str:
    return blind_index("message-stop", ref).hex()


def stop_path(ref: str) -> str:
    """The path that ends such messages by one click."""
    return f"/messages/stop/{ref}/{_mark(ref)}/"


def stoppable(ref: uuid.UUID, mark: str) -> tuple[Message, Kind] | None:
    """The message that such an address stands in, if we wrote it."""
    if not hmac.compare_digest(_mark(str(ref)).encode(), mark.encode()):
        return None
    held = Message.objects.filter(ref=ref, telling__isnull=False).select_related("telling").first()
    return (held, kind_of(held.telling.kind)) if held and held.telling else None
