"""The door of `deadlines`."""

from wuai.contexts.deadlines.actions.closures import (
    Declaration,
    declare_closure,
    withdraw_closure,
)
from wuai.contexts.deadlines.actions.running import (
    Subject,
    Which,
    cancel,
    extend,
    hand_over,
    meet,
    resume,
    start,
    suspend,
)
from wuai.contexts.deadlines.queries.closures import ClosureRow, calendar, closures
from wuai.contexts.deadlines.queries.figures import Kept, kept, share
from wuai.contexts.deadlines.queries.kinds import (
    Concerned,
    Described,
    Kind,
    ServiceItem,
    kind,
    offer_items,
    register,
    visible_kinds,
)
from wuai.contexts.deadlines.queries.running import (
    DeadlineRow,
    Explained,
    MoveRow,
    due_between,
    explain,
    moves_of,
    of_subject,
    of_subjects,
    refs_of,
    rows,
)
from wuai.contexts.deadlines.reference import load_reference
from wuai.contexts.deadlines.rules.closures import COUNTIES

__all__ = [
    "COUNTIES",
    "ClosureRow",
    "Concerned",
    "DeadlineRow",
    "Declaration",
    "Described",
    "Explained",
    "Kept",
    "Kind",
    "MoveRow",
    "ServiceItem",
    "Subject",
    "Which",
    "calendar",
    "cancel",
    "closures",
    "declare_closure",
    "due_between",
    "explain",
    "extend",
    "hand_over",
    "kept",
    "kind",
    "load_reference",
    "meet",
    "moves_of",
    "of_subject",
    "of_subjects",
    "offer_items",
    "refs_of",
    "register",
    "resume",
    "rows",
    "share",
    "start",
    "suspend",
    "visible_kinds",
    "withdraw_closure",
]
