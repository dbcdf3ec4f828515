"""The door of `petitions`."""

from wuai.contexts.petitions.actions.filing import register
from wuai.contexts.petitions.queries.desk import open_counts, veiled
from wuai.contexts.petitions.queries.mailboxes import mailbox, mailboxes
from wuai.contexts.petitions.queries.tasks import tasks
from wuai.contexts.petitions.rules.mailboxes import Mailbox

__all__ = ["Mailbox", "mailbox", "mailboxes", "open_counts", "register", "tasks", "veiled"]
