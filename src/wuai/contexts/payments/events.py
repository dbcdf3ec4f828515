"""What payments tells."""

from dataclasses import dataclass

from wuai.platform.events import Event


@dataclass(frozen=True, slots=True)
class PaymentPosted(Event):
    """Money was received and posted: one payment (``receipt_ref``) or a whole file (``file_ref``)."""

    branch_id: int
    channel_code: str
    receipt_ref: str
    file_ref: str
    on: str


@dataclass(frozen=True, slots=True)
class PaymentReversed(Event):
    """A receipt was taken back by two people."""

    branch_id: int
    receipt_ref: str
    on: str
