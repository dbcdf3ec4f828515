"""The door of `applications`."""

from wuai.contexts.applications.actions.filing import Arrival, Filed, register, submit
from wuai.contexts.applications.actions.work import answered, hand_over, move
from wuai.contexts.applications.declarations import ApplicationUnknown, declaration, declared
from wuai.contexts.applications.declarations import register as declare
from wuai.contexts.applications.queries.reach import Applicant, applicant
from wuai.contexts.applications.queries.rows import (
    ApplicationLine,
    Followed,
    followed,
    listed,
    of_case,
)
from wuai.contexts.applications.rules import asking
from wuai.contexts.applications.rules.declaration import (
    Declaration,
    Evidence,
    Fee,
    Granted,
    Ground,
    Option,
    Question,
    Section,
)
from wuai.contexts.applications.rules.procedure import ANSWER, CARRIED, COMMON, Move, Procedure

__all__ = [
    "ANSWER",
    "CARRIED",
    "COMMON",
    "Applicant",
    "ApplicationLine",
    "ApplicationUnknown",
    "Arrival",
    "Declaration",
    "Evidence",
    "Fee",
    "Filed",
    "Followed",
    "Granted",
    "Ground",
    "Move",
    "Option",
    "Procedure",
    "Question",
    "Section",
    "answered",
    "applicant",
    "asking",
    "declaration",
    "declare",
    "declared",
    "followed",
    "hand_over",
    "listed",
    "move",
    "of_case",
    "register",
    "submit",
]
