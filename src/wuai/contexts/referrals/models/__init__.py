"""Files of referrals, and what an agency still owes them."""

from wuai.contexts.referrals.models.batches import (
    CORRECTION,
    DONE,
    FILE,
    PAPER,
    RAW,
    RECEIVED,
    REHEARSED,
    RENUMBERED,
    RETRY,
    Attachment,
    Batch,
    BatchChunk,
    FeedbackDay,
    RowAmendment,
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
    "RENUMBERED",
    "RETRY",
    "AgencyCertificate",
    "Attachment",
    "Batch",
    "BatchChunk",
    "BatchSignature",
    "FeedbackDay",
    "RowAmendment",
    "RowResult",
    "SigningRule",
    "StagedRow",
    "Supply",
    "SupplyItem",
]
