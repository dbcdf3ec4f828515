"""Money that waits for somebody, as today's work shows it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, When

from wuai.contexts.payments.models import Allocation, OpenItem
from wuai.contexts.payments.queries.receiving.held_items import HELD
from wuai.contexts.payments.rules.receiving.placing import CASE_CLOSED


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


@dataclass(frozen=True, slots=True)
class OfFile:
    """What is held of one file: of closed cases, as too much or as unknown; how many lines, how much."""

    target: str
    count: int
    amount: int


_OF_FILE = """
SELECT kind, count(*), sum(held)::bigint FROM (
    SELECT CASE WHEN i.reason = 'CASE_CLOSED' THEN i.reason ELSE a.target END AS kind,
        sum(a.amount) AS held FROM payments_openitem i
    JOIN payments_rawevent e ON e.id = i.event_id AND e.file_id = %s
    JOIN payments_allocation a ON a.receipt_id = i.receipt_id
        AND a.target IN ('OVERPAYMENT', 'SUSPENSE')
    WHERE i.branch_id = %s AND i.settled_at IS NULL
    GROUP BY kind, i.id HAVING sum(a.amount) <> 0) x
GROUP BY kind ORDER BY kind
"""


def held_of_file(branch_id: int, file_id: int) -> list[OfFile]:
    """What of a file's money is still held: of closed cases, too much, unknown."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_FILE, [file_id, branch_id])
        return [OfFile(*row) for row in cursor.fetchall()]


def on_no_case(file_ids: Iterable[int]) -> QuerySet[OpenItem]:
    """Lines of files with a number that we know, of whose money nothing reached a case as it came.

    Their outcome in the file is POSTED; for who reads it, they wait. What became of them since does
    not count: a file tells what its import did.
    """
    placed = Allocation.objects.filter(
        receipt=OuterRef("receipt"), target="CASE", booked_on__isnull=True
    )
    return OpenItem.objects.filter(
        ~Exists(placed), receipt__isnull=False, event__file__in=list(file_ids),
        event__outcome="POSTED",
    )  # fmt: skip


def count_on_no_case(file_ids: Iterable[int]) -> dict[int, int]:
    """How many such lines each of these files has."""
    found = on_no_case(file_ids).order_by().values_list("event__file_id")
    return dict(found.annotate(n=Count("id")))


def waiting(
    branch_id: int, *, limit: int, of: tuple[uuid.UUID, str] | None = None
) -> list[Waiting]:
    """The open items of a branch, the oldest first; ``of`` one file, held in one way."""
    found = OpenItem.objects.filter(branch_id=branch_id, settled_at__isnull=True)
    if of is not None:
        targets = HELD if of[1] == CASE_CLOSED else (of[1],)
        parts = Allocation.objects.filter(receipt=OuterRef("receipt"), target__in=targets)
        sums = parts.values("receipt").annotate(sum=Sum("amount")).exclude(sum=0)
        found = found.filter(Exists(sums), event__file__ref=of[0])
        of_closed = Q(reason=CASE_CLOSED)
        found = found.filter(of_closed if of[1] == CASE_CLOSED else ~of_closed)
    rows = found.annotate(held=_HELD).order_by("since", "id").values_list(*_COLUMNS)[:limit]
    return [Waiting(*row) for row in rows]


def how_many(branch_id: int, *, cap: int) -> int:
    """How many items are open, counted up to a cap."""
    found = OpenItem.objects.filter(branch_id=branch_id, settled_at__isnull=True)
    return found.order_by()[:cap].count()
