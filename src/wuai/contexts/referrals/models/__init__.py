"""Files of referrals, and what an agency still owes them."""

from wuai.contexts.referrals.models.batches import (
    CORRECTION,
    DONE,
    FILE,
    PAPER,
    RAW,
    RECEIVED,
    REHEARSED,
    RETRY,
    Attachment,
    Batch,
    BatchChunk,
    FeedbackDay,
    RowResult,
    StagedRow,
)
from wuai.contexts.referrals.models.signing import AgencyCertificate, BatchSignature, SigningRule
from wuai.contexts.referrals.models.supplies import Supply, SupplyItem

__all__ = [
    "CORRECTION",
    "DONE",
    "FILE",
    "PAPER",
    "RAW",
    "RECEIVED",
    "REHEARSED",
    "RETRY",
    "AgencyCertificate",
    "Attachment",
    "Batch",
    "BatchChunk",
    "BatchSignature",
    "FeedbackDay",
    "RowResult",
    "SigningRule",
    "StagedRow",
    "Supply",
    "SupplyItem",
]
