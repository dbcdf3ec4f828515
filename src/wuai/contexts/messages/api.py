"""The door of `messages`."""

from wuai.contexts.messages.actions import send_mail, try_again
from wuai.contexts.messages.queries import MailRow, failed_count, is_of_branch, mails
from wuai.contexts.messages.rules import MailUnknown, RecipientInvalid

__all__ = [
    "MailRow",
    "MailUnknown",
    "RecipientInvalid",
    "failed_count",
    "is_of_branch",
    "mails",
    "send_mail",
    "try_again",
]
