"""Fees: what each costs on a day, the receipts of a branch, one receipt as it is printed, a day's sums."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection

from wuai.contexts.payments.models import FeePrint, FeeReceipt, FeeVoid
from wuai.contexts.payments.rules.desk.fees import Rate
from wuai.legal import parameter

PAGE = 50
CODES = (
    "FEE_COPY_BW_A4", "FEE_COPY_BW_A3", "FEE_COPY_COLOUR_A4", "FEE_COPY_COLOUR_A3", "FEE_READING",
)  # fmt: skip


def rates(on: date) -> list[Rate]:
    """What the counter takes fees for, and how much on a day."""
    found = []
    for code in CODES:
        entry = parameter(code)
        held = entry.on(on)
        found.append(Rate(code, entry.name, int(held.value), held.source, held.confirmed))
    return found


@dataclass(frozen=True, slots=True)
class View:
    """One receipt with its voidings and prints."""

    row: FeeReceipt
    voidings: list[FeeVoid]
    prints: list[FeePrint]

    @property
    def is_void(self) -> bool:
        """Whether it was taken back."""
        return any(one.decision == "APPROVED" for one in self.voidings)

    @property
    def waiting(self) -> FeeVoid | None:
        """A voiding that waits for the second person."""
        return next((one for one in self.voidings if not one.decision), None)

    @property
    def change(self) -> int:
        """What the payer got back."""
        return (self.row.tendered or self.row.amount) - self.row.amount

    @property
    def verify_url(self) -> str:
        """Where the QR code leads."""
        return f"{settings.SITE_URL}/receipts/verify/{self.row.token}"


def fee(branch_id: int, ref: uuid.UUID) -> View | None:
    """One receipt of a branch; None when there is none."""
    row = FeeReceipt.objects.filter(ref=ref, branch_id=branch_id).first()
    if row is None:
        return None
    return View(
        row, list(FeeVoid.objects.filter(receipt=row).order_by("id")),
        list(FeePrint.objects.filter(receipt=row).order_by("no")),
    )  # fmt: skip


def listed(branch_id: int, *, before: int | None = None) -> list[tuple[FeeReceipt, str]]:
    """Receipts of a branch, the newest first, each with how its voiding stands ("" without one)."""
    found = FeeReceipt.objects.filter(branch_id=branch_id)
    if before:
        found = found.filter(id__lt=before)
    rows = list(found.order_by("-id")[:PAGE])
    voidings = FeeVoid.objects.filter(receipt__in=rows).order_by("id")
    stands = {one.receipt_id: one.decision or "WAITING" for one in voidings}
    return [(row, stands.get(row.id, "")) for row in rows]


def verified(token: uuid.UUID) -> View | None:
    """The receipt behind a QR code; None when there is none."""
    row = FeeReceipt.objects.filter(token=token).first()
    return fee(row.branch_id, row.ref) if row else None


@dataclass(frozen=True, slots=True)
class FeeDay:
    """The fees of a day: what receipts and voidings say, and what the books say."""

    count: int = 0
    amount: int = 0
    ledger: int = 0

    @property
    def agrees(self) -> bool:
        """Whether both say the same."""
        return self.amount == self.ledger


_DAY = """
SELECT (SELECT count(*) FROM payments_feereceipt f WHERE f.branch_id = %(branch)s AND f.booked_on = %(on)s),
    (coalesce((SELECT sum(f.amount) FROM payments_feereceipt f
        WHERE f.branch_id = %(branch)s AND f.booked_on = %(on)s), 0)
    - coalesce((SELECT sum(f.amount) FROM payments_feevoid v JOIN payments_feereceipt f ON f.id = v.receipt_id
        WHERE f.branch_id = %(branch)s AND v.booked_on = %(on)s AND v.decision = 'APPROVED'), 0))::bigint,
    coalesce((SELECT -sum(e.amount) FROM ledger_ledgertransaction t
        JOIN ledger_ledgerentry e ON e.transaction_id = t.id JOIN ledger_ledgeraccount a ON a.id = e.account_id
        WHERE t.branch_id = %(branch)s AND t.occurred_on = %(on)s AND t.kind IN ('FEE', 'FEE_VOID')
        AND a.code = 'FEES'), 0)::bigint
"""


def fee_day(branch_id: int, on: date) -> FeeDay:
    """The fees of a day as receipts and books tell them (1 query)."""
    with connection.cursor() as cursor:
        cursor.execute(_DAY, {"branch": branch_id, "on": on})
        return FeeDay(*cursor.fetchone())
