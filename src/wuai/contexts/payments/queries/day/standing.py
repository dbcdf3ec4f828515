"""What of a receipt stands on cases, and what of it agencies would owe back."""

import uuid
from dataclasses import dataclass

from django.db.models import Sum

from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments.models import Allocation, Receipt
from wuai.contexts.payments.rules.receiving.placing import AGENCY, Part
from wuai.contexts.payments.rules.undoing.owed_back import of_settled, parts_to_leave
from wuai.kernel.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class OwedBack:
    """A case whose books are settled, its agency, and how much that agency owes back."""

    case_ref: uuid.UUID
    number: str
    status: Bilingual
    agency: Bilingual
    amount: int


def standing(receipt_id: int) -> list[Part]:
    """What of a receipt stands on cases now, by component."""
    found = Allocation.objects.filter(receipt_id=receipt_id, case__isnull=False)
    sums = found.values_list("case_id", "component").annotate(sum=Sum("amount"))
    return [Part(*row) for row in sums.order_by("case_id", "component") if row[2]]


def would_owe_back(receipt_ref: uuid.UUID, amount: int | None = None) -> list[OwedBack]:
    """What agencies would owe back if all of a receipt left its cases, or as much as an amount needs."""
    receipt = Receipt.objects.select_related("channel").get(ref=receipt_ref)
    if receipt.channel.code == AGENCY:  # that money never was with us
        return []
    parts = standing(receipt.id)
    rows = cases.case_rows({part.case_id for part in parts})
    settled = {row.id for row in rows.values() if cases.has_settled_books(row.status)}
    if not settled:
        return []
    needed = None if amount is None else max(amount - _held(receipt.id), 0)
    sums = of_settled(parts_to_leave(parts, settled, needed), settled)
    return [_owed_back(rows[case_id], sum(part.values())) for case_id, part in sums.items()]


def owed_back(receipt_ref: uuid.UUID) -> list[OwedBack]:
    """What of a receipt agencies owe back since two people decided so."""
    if Receipt.objects.filter(ref=receipt_ref, channel__code=AGENCY).exists():
        return []
    found = cases.owed_back_of(receipt_ref)
    rows = cases.case_rows({one.case_id for one in found})
    return [_owed_back(rows[one.case_id], one.amount) for one in found]


def _owed_back(row: cases.CaseRow, amount: int) -> OwedBack:
    agency = organisation.agency_by_id(row.agency_id)
    return OwedBack(
        row.ref, row.number, cases.STATE_NAMES[row.status],
        Bilingual(agency.name_zh, agency.name_en), amount,
    )  # fmt: skip


def _held(receipt_id: int) -> int:
    found = Allocation.objects.filter(receipt_id=receipt_id, target__in=["SUSPENSE", "OVERPAYMENT"])
    return int(found.aggregate(sum=Sum("amount"))["sum"] or 0)
