"""Notices to holders of a right of pre-emption, and certificates of transfer."""

from wuai.contexts.auctions.models.letters import LetterService, PreemptionLetter
from wuai.contexts.auctions.models.preemption import Preemption, PreemptionStep, RegisterLookup
from wuai.contexts.auctions.models.transfers import Transfer, TransferCheck, TransferStep

__all__ = [
    "LetterService",
    "Preemption",
    "PreemptionLetter",
    "PreemptionStep",
    "RegisterLookup",
    "Transfer",
    "TransferCheck",
    "TransferStep",
]
