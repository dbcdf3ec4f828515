"""What agencies owe back for cases whose books are settled."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from wuai.contexts.cases.models import OwedBack


@dataclass(frozen=True, slots=True)
class OwedBackRow:
    """What of one payment left one case with settled books, when and why."""

    case_id: int
    agency_id: int
    amount: int
    on: date
    reason: str


def owed_back_of(receipt_ref: uuid.UUID) -> list[OwedBackRow]:
    """What of one payment agencies owe back, the oldest first."""
    found = OwedBack.objects.filter(receipt_ref=receipt_ref).order_by("id")
    columns = ("case_id", "case__agency_id", "amount", "on", "reason")
    return [OwedBackRow(*row) for row in found.values_list(*columns)]


def owed_back_sums(case_ids: Iterable[int]) -> dict[int, int]:
    """How much was taken back from each case after its books were settled."""
    found = OwedBack.objects.filter(case_id__in=list(case_ids)).values("case_id").order_by()
    return dict(found.annotate(sum=Sum("amount")).values_list("case_id", "sum"))


def owed_back_on(branch_id: int, agency_id: int, on: date) -> set[int]:
    """The cases of an agency from which something was taken back on a day."""
    found = OwedBack.objects.filter(branch_id=branch_id, case__agency_id=agency_id, on=on)
    return set(found.values_list("case_id", flat=True))


def owed_back_days(
    branch_id: int, since: date, until: date, agency_id: int | None
) -> list[tuple[int, date, int]]:
    """Agency, day and how many of its cases, of every day on which something was taken back."""
    found = OwedBack.objects.filter(branch_id=branch_id, on__range=(since, until))
    if agency_id is not None:
        found = found.filter(case__agency_id=agency_id)
    counts = found.values("case__agency_id", "on").annotate(n=Count("case_id", distinct=True))
    return list(counts.order_by().values_list("case__agency_id", "on", "n"))
