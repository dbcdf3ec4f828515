"""The door of `messages`."""

from wuai.contexts.messages.actions.calling import ToCall, ask_call
from wuai.contexts.messages.actions.outbox import Secret, send_mail, try_again
from wuai.contexts.messages.actions.preferring import end_contact, set_contact, set_preference
from wuai.contexts.messages.actions.returned import take_returned
from wuai.contexts.messages.actions.telling import (
    CopyUnknown,
    ToTell,
    note_opened,
    tell,
    tell_all,
)
from wuai.contexts.messages.actions.writing import Letter, write
from wuai.contexts.messages.queries.calls import CallRow, calls_of
from wuai.contexts.messages.queries.outbox import MailRow, failed_count, is_of_branch, mails
from wuai.contexts.messages.queries.tellings import (
    Copy,
    Liking,
    channels_of,
    copies,
    copy_by_ref,
    likings,
    unread_count,
)
from wuai.contexts.messages.rules.channels import CHANNELS, SOURCES
from wuai.contexts.messages.rules.kinds import Kind, Words, declare
from wuai.contexts.messages.rules.outbox import MailUnknown, RecipientInvalid

__all__ = [
    "CHANNELS",
    "SOURCES",
    "CallRow",
    "Copy",
    "CopyUnknown",
    "Kind",
    "Letter",
    "Liking",
    "MailRow",
    "MailUnknown",
    "RecipientInvalid",
    "Secret",
    "ToCall",
    "ToTell",
    "Words",
    "ask_call",
    "calls_of",
    "channels_of",
    "copies",
    "copy_by_ref",
    "declare",
    "end_contact",
    "failed_count",
    "is_of_branch",
    "likings",
    "mails",
    "note_opened",
    "send_mail",
    "set_contact",
    "set_preference",
    "take_returned",
    "tell",
    "tell_all",
    "try_again",
    "unread_count",
    "write",
]
