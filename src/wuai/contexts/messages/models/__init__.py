"""What messages keeps."""

from wuai.contexts.messages.models.calls import Call, CallAttempt
from wuai.contexts.messages.models.outbox import ChannelState, Message
from wuai.contexts.messages.models.people import Contact, Preference
from wuai.contexts.messages.models.telling import Telling
from wuai.contexts.messages.models.wordings import Wording

__all__ = [
    "Call",
    "CallAttempt",
    "ChannelState",
    "Contact",
    "Message",
    "Preference",
    "Telling",
    "Wording",
]
