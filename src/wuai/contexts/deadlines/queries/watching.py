"""What is near, what was missed, and how many were answered in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from wuai.contexts.deadlines.models import Deadline
from wuai.contexts.deadlines.queries.closures import calendars, declared
from wuai.contexts.deadlines.queries.running import ROW, DeadlineRow
from wuai.contexts.deadlines.rules import states
from wuai.contexts.organisation import api as organisation
from wuai.legal import number
from wuai.legal.calendar import Calendar

# The rule of states.is_over, said to the database.
IS_OVER = """(CASE WHEN d.until = 'NOON'
 THEN (%(now)s::timestamptz AT TIME ZONE 'Asia/Taipei') > d.due_on + time '12:00'
 ELSE (%(now)s::timestamptz AT TIME ZONE 'Asia/Taipei') >= d.due_on + 1 END)"""


@dataclass(frozen=True, slots=True)
class Answered:
    """One rule in one month: how many came due, how many of them were answered, in time or late."""

    month: date
    rule: str
    met: int
    in_time: int
    missed: int

    @property
    def all(self) -> int:
        """Everything that came due in the month."""
        return self.met + self.missed


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deadlines of a branch a list shows; ``which`` is near, missed, open or done."""

    branch_id: int
    on: date
    which: str = "open"
    rule: str = ""
    section_id: int | None = None
    kinds: Sequence[str] | None = None


def listed(wanted: Wanted, *, limit: int, offset: int = 0) -> list[DeadlineRow]:
    """The deadlines of a list, in the order in which they should be done."""
    found = _wanted(wanted)
    order = ("-met_on", "-id") if wanted.which == "done" else ("due_on", "id")
    rows = found.order_by(*order).values(*ROW)[offset : offset + limit]
    return [DeadlineRow(**values) for values in rows]


def counted(wanted: Wanted) -> int:
    """How many a list would show."""
    return _wanted(wanted).count()


def _wanted(wanted: Wanted) -> QuerySet[Deadline]:
    found: QuerySet[Deadline] = Deadline.objects.filter(branch_id=wanted.branch_id)
    if wanted.rule:
        found = found.filter(rule=wanted.rule)
    if wanted.section_id is not None:
        found = found.filter(section_id=wanted.section_id)
    if wanted.kinds is not None:
        found = found.filter(kind__in=list(wanted.kinds))
    match wanted.which:
        case "near":
            until = near_until(wanted.branch_id, wanted.on)
            return found.filter(state__in=states.COUNTING, due_on__gte=wanted.on, due_on__lte=until)
        case "missed":
            # By its day, not by its mark: what passed last night is seen this morning in any case.
            over = Q(state__in=states.COUNTING, due_on__lt=wanted.on) | Q(state=states.MISSED)
            return found.filter(over)
        case "done":
            return found.filter(state=states.MET)
        case _:
            return found.filter(state__in=states.OPEN)


def near_until(branch_id: int, on: date) -> date:
    """The last day that counts as near: so many working days from now."""
    county = organisation.branch_by_id(branch_id).county
    return _near(calendars(declared())(county), on)


def _near(calendar: Calendar, on: date) -> date:
    return calendar.working_days_after(on, number("DEADLINE_REMINDER_DAYS", on=on))


def branches_with_overdue(at: datetime) -> list[int]:
    """Branches where something has passed that is not marked yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT d.branch_id FROM deadlines_deadline d"
            f" WHERE d.state IN ('RUNNING', 'EXTENDED') AND {IS_OVER} ORDER BY 1",
            {"now": at},
        )
        return [row[0] for row in cursor.fetchall()]


def to_remind(on: date) -> dict[tuple[int, int | None], list[UUID]]:
    """What falls due soon and was not told yet, by branch and section."""
    of = calendars(declared())
    found: dict[tuple[int, int | None], list[UUID]] = {}
    for branch in organisation.branches():
        near = Deadline.objects.filter(
            branch_id=branch.id, state__in=states.COUNTING, reminded_on__isnull=True,
            due_on__gte=on, due_on__lte=_near(of(branch.county), on),
        )  # fmt: skip
        for section, ref in near.order_by("due_on", "id").values_list("section_id", "ref"):
            found.setdefault((branch.id, section), []).append(ref)
    return found


def answered(branch_id: int, since: date, until: date, on: date) -> list[Answered]:
    """By month in which they came due and by rule: answered, in time, and still missing."""
    found = (
        Deadline.objects.filter(branch_id=branch_id, due_on__gte=since, due_on__lte=until)
        .annotate(month=TruncMonth("due_on"))
        .values("month", "rule")
        .annotate(
            met=Count("id", filter=Q(state=states.MET)),
            in_time=Count("id", filter=Q(state=states.MET, is_late=False)),
            missed=Count(
                "id",
                filter=Q(state=states.MISSED) | Q(state__in=states.COUNTING, due_on__lt=on),
            ),
        )
        .order_by("-month", "rule")
    )
    rows = [Answered(r["month"], r["rule"], r["met"], r["in_time"], r["missed"]) for r in found]
    return [row for row in rows if row.all]


def unseen(branch_id: int, on: date) -> int:
    """How many were missed and seen by nobody yet."""
    return _wanted(Wanted(branch_id, on, "missed")).filter(seen_at__isnull=True).count()
