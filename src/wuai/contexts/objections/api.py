"""The door of `objections`."""

from wuai.contexts.objections.actions.agency import Decided, arrive, decide, forward
from wuai.contexts.objections.actions.ending import Done, carry_out, hand_over, withdraw
from wuai.contexts.objections.actions.finding import Found, approve, propose, send_back
from wuai.contexts.objections.actions.held import ObjectionUnknown
from wuai.contexts.objections.actions.papers import Paper, PaperRefused, add_paper
from wuai.contexts.objections.actions.receiving import Spoken, record_oral
from wuai.contexts.objections.actions.staying import lift_stay, stay
from wuai.contexts.objections.queries.objections import of_case, proposal_of, view
from wuai.contexts.objections.rules.life import ObjectionMoveNotAllowed
from wuai.contexts.objections.rules.objecting import (
    ExecutionEnded,
    InterestMissing,
    ProposalChanged,
)

__all__ = [
    "Decided",
    "Done",
    "ExecutionEnded",
    "Found",
    "InterestMissing",
    "ObjectionMoveNotAllowed",
    "ObjectionUnknown",
    "Paper",
    "PaperRefused",
    "ProposalChanged",
    "Spoken",
    "add_paper",
    "approve",
    "arrive",
    "carry_out",
    "decide",
    "forward",
    "hand_over",
    "lift_stay",
    "of_case",
    "proposal_of",
    "propose",
    "record_oral",
    "send_back",
    "stay",
    "view",
    "withdraw",
]
