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
class HeldMoneyPlaced(Event):
    """Two people put money that was held on a case; ``proposal_ref`` names what they decided."""

    branch_id: int
    case_id: int
    proposal_ref: str
    on: str


@dataclass(frozen=True, slots=True)
class PaymentReversed(Event):
    """A receipt was taken back by two people, or taken off its cases.

    ``request_ref`` names what they decided, ``case_ids`` the cases that owe again by it.
    """

    branch_id: int
    receipt_ref: str
    on: str
    # Events that waited from before have neither.
    request_ref: str = ""
    case_ids: list[int] | None = None
