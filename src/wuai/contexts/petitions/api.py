"""The door of `petitions`."""

from wuai.contexts.petitions.actions.filing import Coming, register
from wuai.contexts.petitions.actions.replying import approve, draft
from wuai.contexts.petitions.actions.voices import (
    Outcome,
    add_to_group,
    make_group,
    moderate,
    propose_outcome,
    publish_group,
    write,
)
from wuai.contexts.petitions.actions.work import Assigning, assign
from wuai.contexts.petitions.queries.desk import open_counts, veiled
from wuai.contexts.petitions.queries.mailboxes import mailbox, mailboxes
from wuai.contexts.petitions.queries.tasks import tasks
from wuai.contexts.petitions.rules.mailboxes import Mailbox
from wuai.contexts.petitions.rules.states import Draft

__all__ = [
    "Assigning",
    "Coming",
    "Draft",
    "Mailbox",
    "Outcome",
    "add_to_group",
    "approve",
    "assign",
    "draft",
    "mailbox",
    "mailboxes",
    "make_group",
    "moderate",
    "open_counts",
    "propose_outcome",
    "publish_group",
    "register",
    "tasks",
    "veiled",
    "write",
]
