"""Enquiries: one, those of a day at the desk, and how many came by which channel."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth

from wuai.contexts.parties.models import Enquiry
from wuai.contexts.parties.rules.enquiries import PROOFS

LISTED = 50


@dataclass(frozen=True, slots=True)
class EnquiryRow:
    """One enquiry; ``tells`` says how much may be told."""

    ref: uuid.UUID
    party_id: int
    party_ref: uuid.UUID
    party_name: str
    channel: str
    proof: str
    asker: str
    asker_name: str
    purpose: str
    on: date
    at: datetime
    by_name: str

    @property
    def tells(self) -> str:
        """All, or amounts only."""
        return PROOFS[self.proof].tells


_COLUMNS = (
    "ref", "party_id", "party__ref", "party__name", "channel", "proof", "asker", "asker_name",
    "purpose", "on", "at", "by_name",
)  # fmt: skip


def enquiry(branch_id: int, ref: Any) -> EnquiryRow | None:
    """One enquiry of a branch."""
    found = Enquiry.objects.filter(branch_id=branch_id, ref=ref).values_list(*_COLUMNS).first()
    return None if found is None else EnquiryRow(*found)


def enquiries(branch_id: int, on: date) -> list[EnquiryRow]:
    """The last enquiries of a day, the latest first."""
    found = Enquiry.objects.filter(branch_id=branch_id, on=on).order_by("-id")
    return [EnquiryRow(*row) for row in found.values_list(*_COLUMNS)[:LISTED]]


@dataclass(frozen=True, slots=True)
class EnquirySum:
    """How many enquiries came in a month by one channel."""

    month: date
    channel: str
    count: int


def enquiry_sums(branch_id: int, since: date, until: date) -> list[EnquirySum]:
    """Enquiries by month and channel between two days, the latest month first."""
    found = (
        Enquiry.objects.filter(branch_id=branch_id, on__gte=since, on__lte=until)
        .annotate(month=TruncMonth("on"))
        .values("month", "channel")
        .annotate(n=Count("id"))
        .order_by("-month", "channel")
    )
    return [EnquirySum(row["month"], row["channel"], row["n"]) for row in found]
