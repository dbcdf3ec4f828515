"""The certificates of agencies, and by whom a file was signed."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wuai.contexts.referrals.models import (
    CORRECTION,
    RENUMBERED,
    AgencyCertificate,
    Batch,
    BatchSignature,
)
from wuai.platform.models import HistoryLine


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate of an agency, plain."""

    ref: uuid.UUID
    subject: str
    issuer: str
    serial: str
    fingerprint: str
    since: datetime
    until: datetime
    ended_at: datetime | None

    def is_good(self, at: datetime) -> bool:
        """Whether a file signed with it counts at this moment."""
        return self.ended_at is None and self.since <= at <= self.until


@dataclass(frozen=True, slots=True)
class SignedRow:
    """By whom a file was signed, and when it was checked."""

    subject: str
    serial: str
    fingerprint: str
    said_at: datetime | None
    checked_at: datetime
    taken_in_at: datetime | None

    @property
    def came_after(self) -> bool:
        """Whether the file had been taken in without it."""
        return self.taken_in_at is not None and self.checked_at > self.taken_in_at


def certificates(agency_id: int) -> list[CertificateRow]:
    """The certificates of an agency, newest first."""
    found = AgencyCertificate.objects.filter(agency_id=agency_id).order_by("-id")
    return [CertificateRow(*row) for row in found.values_list(*CertificateRow.__dataclass_fields__)]


def signed(batch_id: int) -> SignedRow | None:
    """The signature of a file; None when it came without."""
    row = BatchSignature.objects.filter(batch_id=batch_id).values_list(
        "certificate__subject", "certificate__serial", "certificate__fingerprint", "said_at",
        "checked_at", "batch__completed_at",
    ).first()  # fmt: skip
    return SignedRow(*row) if row else None


def corrected_by(batch_id: int) -> list[str]:
    """Who typed rows of this try anew, in it or in an earlier one; nobody when all came in the file."""
    held = Batch.objects.get(id=batch_id)
    earlier = Batch.objects.filter(
        parent_id=held.parent_id or 0,
        origin__in=(CORRECTION, RENUMBERED),
        attempt__lte=held.attempt,
    ).order_by("attempt")
    typed = [one for one in earlier if {*(one.row_map or ())} & {*(held.row_map or ())}]
    lines = HistoryLine.objects.filter(
        subject_kind="batch", subject_ref__in=[str(one.ref) for one in typed],
        action="referral.receive",
    ).order_by("id")  # fmt: skip
    return list(dict.fromkeys(lines.values_list("by_name", flat=True)))


def for_receipt(batch_id: int) -> dict[str, Any] | None:
    """The signature as the receipt tells it."""
    held = signed(batch_id)
    if held is None:
        return None
    return {
        "subject": held.subject, "serial": held.serial, "fingerprint": held.fingerprint,
        "said_at": held.said_at.isoformat() if held.said_at else None,
        "checked_at": held.checked_at.isoformat(), "valid": True,
    }  # fmt: skip
