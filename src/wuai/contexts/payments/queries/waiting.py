"""Money that waits for somebody, as today's work shows it."""

import uuid
from dataclasses import dataclass
from datetime import date

from wuai.contexts.payments.models import OpenItem


@dataclass(frozen=True, slots=True)
class Waiting:
    """One open item: since when, how much, why, and who looks after it."""

    ref: uuid.UUID
    reason: str
    since: date
    number: str
    amount: int | None
    channel_zh: str
    channel_en: str
    owner_name: str


_COLUMNS = (
    "ref", "reason", "since", "event__number", "event__amount", "event__channel__name_zh",
    "event__channel__name_en", "owner_name",
)  # fmt: skip


def waiting(branch_id: int, *, limit: int) -> list[Waiting]:
    """The open items of a branch, the oldest first."""
    found = OpenItem.objects.filter(branch_id=branch_id, settled_at__isnull=True)
    rows = found.order_by("since", "id").values_list(*_COLUMNS)[:limit]
    return [Waiting(*row) for row in rows]


def how_many(branch_id: int, *, cap: int) -> int:
    """How many items are open, counted up to a cap."""
    found = OpenItem.objects.filter(branch_id=branch_id, settled_at__isnull=True)
    return found.order_by()[:cap].count()
