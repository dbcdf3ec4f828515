"""Slips, channels, what arrived, where it went, and what two people settle."""

from wuai.contexts.payments.models.channels import Channel, CollectionContract
from wuai.contexts.payments.models.received import (
    Allocation,
    CounterReceipt,
    RawEvent,
    Receipt,
    SettlementFile,
)
from wuai.contexts.payments.models.settling import (
    DayClose,
    OpenItem,
    SettlementProposal,
    VoidRequest,
)
from wuai.contexts.payments.models.slips import TOKEN, Slip

__all__ = [
    "TOKEN",
    "Allocation",
    "Channel",
    "CollectionContract",
    "CounterReceipt",
    "DayClose",
    "OpenItem",
    "RawEvent",
    "Receipt",
    "SettlementFile",
    "SettlementProposal",
    "Slip",
    "VoidRequest",
]
