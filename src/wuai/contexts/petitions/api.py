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
from wuai.contexts.petitions.jobs import mailboxes_unread
from wuai.contexts.petitions.queries.desk import veiled
from wuai.contexts.petitions.rules.states import Draft

__all__ = [
    "Assigning",
    "Coming",
    "Draft",
    "Outcome",
    "add_to_group",
    "approve",
    "assign",
    "draft",
    "mailboxes_unread",
    "make_group",
    "moderate",
    "propose_outcome",
    "publish_group",
    "register",
    "veiled",
    "write",
]
