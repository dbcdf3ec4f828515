"""Certificates of transfer as pages show them, and what the public may ask of one."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from wuai.contexts.appointments import api as appointments
from wuai.contexts.auctions.models import Transfer, TransferCheck, TransferStep
from wuai.contexts.auctions.queries import PAGE
from wuai.contexts.auctions.queries.conditions import latest_checks
from wuai.contexts.auctions.rules import transferring as rules

PICK_UP = "PICK_UP"


@dataclass(frozen=True, slots=True)
class View:
    """One certificate with its checks, its steps, what it replaces, and times booked to pick things up."""

    row: Transfer
    checks: dict[str, TransferCheck]
    steps: list[TransferStep]
    replaced_by: Transfer | None
    pick_ups: list[datetime]


def view(ref: uuid.UUID, branch_id: int, on: date) -> View | None:
    """One certificate of a branch; None when there is none."""
    found = Transfer.objects.filter(ref=ref, branch_id=branch_id)
    row = found.select_related("replaces", "stored").first()
    if row is None:
        return None
    booked = appointments.of_cases([row.case_id], since=on)
    return View(
        row, latest_checks(row.id), list(TransferStep.objects.filter(transfer=row).order_by("id")),
        Transfer.objects.filter(replaces=row).first(),
        sorted(one.starts_at for one in booked if one.service == PICK_UP),
    )  # fmt: skip


def listed(branch_id: int, *, over: bool, before: int | None = None) -> list[Transfer]:
    """What is not handed over yet, or what is over; the newest first."""
    found = Transfer.objects.filter(branch_id=branch_id)
    found = found.exclude(state__in=rules.OPEN) if over else found.filter(state__in=rules.OPEN)
    if before:
        found = found.filter(id__lt=before)
    return list(found.order_by("-id")[:PAGE])


def of_case(case_id: int) -> list[Transfer]:
    """The certificates of a case, the newest first."""
    return list(Transfer.objects.filter(case_id=case_id).order_by("-id"))


def to_issue(branch_id: int) -> list[Transfer]:
    """Certificates that wait for the second person."""
    found = Transfer.objects.filter(branch_id=branch_id, state=rules.PROPOSED)
    return list(found.order_by("paid_on", "id")[:PAGE])


def of_application(application_ref: uuid.UUID, branch_id: int) -> uuid.UUID | None:
    """The certificate that a request opened."""
    found = Transfer.objects.filter(application_ref=application_ref, branch_id=branch_id)
    return found.values_list("ref", flat=True).first()


@dataclass(frozen=True, slots=True)
class Verified:
    """What anybody who holds the paper may compare; ``replaced_by`` is the number of a reissue."""

    number: str
    issued_on: date
    replaced_by: str


def verified(token: str) -> Verified | None:
    """The certificate behind a QR code; None when there is none."""
    try:
        wanted = uuid.UUID(token)
    except ValueError:
        return None
    row = Transfer.objects.filter(token=wanted, state__in=rules.WITH_NUMBER).first()
    if row is None or row.issued_on is None:
        return None
    later = Transfer.objects.filter(replaces=row, state__in=rules.WITH_NUMBER).first()
    return Verified(str(row.number), row.issued_on, str(later.number) if later else "")
