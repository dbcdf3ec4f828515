"""Money that waits for somebody, as today's work shows it."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, OuterRef, Subquery, Sum, When

from wuai.contexts.payments.models import Allocation, OpenItem


@dataclass(frozen=True, slots=True)
class Waiting:
    """One open item: since when, how much of it is still held, why, and who looks after it."""

    ref: uuid.UUID
    reason: str
    since: date
    number: str
    amount: int | None
    channel_zh: str
    channel_en: str
    owner_name: str


# A line that was set aside has no receipt and holds nothing: there its own amount is shown.
_HELD = Case(
    When(receipt=None, then=F("event__amount")),
    default=Subquery(
        Allocation.objects.filter(receipt=OuterRef("receipt"))
        .exclude(target__in=["CASE", "REFUND"])
        .values("receipt")
        .annotate(sum=Sum("amount"))
        .values("sum")
    ),
)
_COLUMNS = (
    "ref", "reason", "since", "event__number", "held", "event__channel__name_zh",
    "event__channel__name_en", "owner_name",
)  # fmt: skip


def waiting(branch_id: int, *, limit: int) -> list[Waiting]:
    """The open items of a branch, the oldest first."""
    found = OpenItem.objects.filter(branch_id=branch_id, settled_at__isnull=True)
    rows = found.annotate(held=_HELD).order_by("since", "id").values_list(*_COLUMNS)[:limit]
    return [Waiting(*row) for row in rows]


def how_many(branch_id: int, *, cap: int) -> int:
    """How many items are open, counted up to a cap."""
    found = OpenItem.objects.filter(branch_id=branch_id, settled_at__isnull=True)
    return found.order_by()[:cap].count()
