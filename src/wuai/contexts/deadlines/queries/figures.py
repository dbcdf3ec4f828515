"""Answered in time, counted by month, kind, sort, section and rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from wuai.contexts.deadlines.models import Deadline
from wuai.contexts.deadlines.queries import kinds as known
from wuai.contexts.deadlines.rules import states
from wuai.kernel.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of matter in one section and one month: what came due, and how it was met."""

    month: date
    kind: str
    sort: str
    name: Bilingual
    section_id: int | None
    rule: str
    in_time: int
    late: int
    missed: int

    @property
    def all(self) -> int:
        """Everything that came due in the month."""
        return self.in_time + self.late + self.missed


def share(in_time: int, whole: int) -> str:
    """In time of all that came due, in hundredths of a per cent."""
    return f"{in_time * 100 / whole:.2f}%"


def kept(
    branch_id: int, since: date, until: date, on: date, *, kinds: Sequence[str]
) -> list[Kept]:  # fmt: skip
    """What came due between two days, the latest month first (1 query); what is open and not yet
    due, and what was called off, does not count.
    """
    over = Q(state=states.MISSED) | Q(state__in=states.COUNTING, due_on__lt=on)
    found = (
        Deadline.objects.filter(branch_id=branch_id, due_on__gte=since, due_on__lte=until)
        .filter(Q(state=states.MET) | over, kind__in=list(kinds))
        .annotate(month=TruncMonth("due_on"))
        .values("month", "kind", "sort", "section_id", "rule")
        .annotate(
            in_time=Count("id", filter=Q(state=states.MET, is_late=False)),
            late=Count("id", filter=Q(state=states.MET, is_late=True)),
            missed=Count("id", filter=over),
        )
        .order_by("-month", "kind", "sort", "section_id", "rule")
    )
    return [Kept(name=_name(row["kind"], row["sort"]), **row) for row in found]


def _name(kind: str, sort: str) -> Bilingual:
    one = known.kind(kind)
    if one is None:
        return Bilingual(kind)
    return (one.sort_name(sort) if sort else None) or one.name
