"""Reads what actions recorded, for the timeline of a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, TextField, Value
from django.db.models.functions import MD5, Cast, Concat, TruncDate, TruncMonth
from django.utils import timezone

from wuai.platform.models import HistoryLine, ReadLine

LATEST = 200


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that somebody did."""

    action: str
    at: datetime
    by_name: str
    by_kind: str
    reason: str
    data: dict[str, Any]


def of_case(ref: Any, *, limit: int = LATEST) -> list[Told]:
    """What was done about one case, newest first."""
    found = HistoryLine.objects.filter(case_ref=str(ref)).order_by("-id")
    return [
        Told(*row)
        for row in found.values_list("action", "at", "by_name", "by_kind", "reason", "data")[:limit]
    ]


@dataclass(frozen=True, slots=True)
class Read:
    """One request that read personal data: when, who, at which branch, on which page, why."""

    at: datetime
    by_kind: str
    by_ref: str
    by_name: str
    branch_id: int | None
    page: str
    reason: str


def reads_of(subjects: list[str], *, limit: int = LATEST) -> list[Read]:
    """The requests that read any of these subjects, newest first."""
    if not subjects:
        return []
    found = ReadLine.objects.filter(Q(subjects__has_any_keys=subjects)).order_by("-id")
    return [
        Read(*row)
        for row in found.values_list(
            "at", "by_kind", "by_ref", "by_name", "branch_id", "page", "reason"
        )[:limit]
    ]


def of_branch(branch_id: int) -> str:
    """The subject by which a visit to a public page counts for a branch."""
    return f"branch:{branch_id}"


def visits_by_month(
    pages: Sequence[str], branch_id: int, since: date, until: date
) -> list[tuple[date, str, int]]:
    """How many visits these pages had about a branch: month, page, number; the latest first.

    The same reader with the same subjects on the same day is one visit, however often he turns
    the page.
    """
    found = ReadLine.objects.filter(
        page__in=pages, at__gte=_midnight(since), at__lt=_midnight(until + timedelta(days=1)),
        subjects__contains=[of_branch(branch_id)],
    )  # fmt: skip
    visit = MD5(
        Concat(
            Cast(TruncDate("at"), TextField()), Value("|"), "by_ref", Value("|"),
            Cast("subjects", TextField()), output_field=TextField(),
        )
    )  # fmt: skip
    by_month = found.annotate(month=TruncMonth("at")).values("month", "page")
    counted = by_month.annotate(n=Count(visit, distinct=True)).order_by("-month", "page")
    return [(row["month"].date(), row["page"], row["n"]) for row in counted]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def was_done(action: str, *, kind: str, ref: str) -> dict[str, Any] | None:
    """What an action recorded about one subject the last time; None when it was never done."""
    found = (
        HistoryLine.objects.filter(action=action, subject_kind=kind, subject_ref=ref)
        .order_by("-id")
        .first()
    )
    return None if found is None else found.data
