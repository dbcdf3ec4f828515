"""The door of `deadlines`."""

from wuai.contexts.deadlines.actions import Declaration, declare_closure, withdraw_closure
from wuai.contexts.deadlines.queries import ClosureRow, calendar, closures
from wuai.contexts.deadlines.reference import load_reference
from wuai.contexts.deadlines.rules import COUNTIES

__all__ = [
    "COUNTIES",
    "ClosureRow",
    "Declaration",
    "calendar",
    "closures",
    "declare_closure",
    "load_reference",
    "withdraw_closure",
]
