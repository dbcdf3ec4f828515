"""The trail for those who may ask: who did and who read what, newest first, within a branch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from wuai.contexts.cases import api as cases
from wuai.kernel.refusal import Refusal
from wuai.kernel.taipei import TAIPEI
from wuai.platform.models import HistoryLine, ReadLine

SIZE = 50
MOST = 10_000
HIDDEN = "•••"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the trail; empty means anything."""

    branch_id: int
    reads: bool = False
    case: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None
    # Public ids of matters that only another unit may know of.
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One line as people read it."""

    id: int
    at: datetime
    by_name: str
    by_kind: str
    by_ref: str
    what: str
    about: str
    reason: str


def _case_ref(asked: Asked) -> str:
    """The public id of the case asked for; one that matches nothing when there is no such case."""
    try:
        return str(cases.case_by_number(asked.branch_id, asked.case).ref)
    except Refusal:
        return "-"


def _day_begins(on: date) -> datetime:
    return datetime.combine(on, time(), tzinfo=TAIPEI)


def _narrowed(lines: "QuerySet[Any]", asked: Asked) -> "QuerySet[Any]":
    found = lines.filter(branch_id=asked.branch_id).order_by("-id")
    if asked.person:
        found = found.filter(Q(by_name__startswith=asked.person) | Q(by_ref=asked.person))
    if asked.since:
        found = found.filter(at__gte=_day_begins(asked.since))
    if asked.until:
        found = found.filter(at__lt=_day_begins(asked.until + timedelta(days=1)))
    if asked.before:
        found = found.filter(id__lt=asked.before)
    return found


def _acts(asked: Asked, most: int) -> list[TrailLine]:
    found = _narrowed(HistoryLine.objects.all(), asked)
    if asked.case:
        found = found.filter(case_ref=_case_ref(asked))
    if asked.hidden:
        found = found.exclude(subject_ref__in=asked.hidden)
    return [
        TrailLine(
            line.id, line.at, line.by_name, line.by_kind, line.by_ref, line.action,
            f"{line.subject_kind}:{line.subject_ref}", line.reason,
        )
        for line in found[:most]
    ]  # fmt: skip


def _reads(asked: Asked, most: int) -> list[TrailLine]:
    found = _narrowed(ReadLine.objects.all(), asked)
    if asked.case:
        found = found.filter(subjects__contains=[f"case:{_case_ref(asked)}"])
    return [_read(line, asked.hidden) for line in found[:most]]


def _read(line: ReadLine, hidden: frozenset[str]) -> TrailLine:
    """A reading stays on the trail; of a hidden matter it says neither which nor which citizen."""
    subjects = [str(one) for one in line.subjects]
    kept = [one for one in subjects if one.partition(":")[2] not in hidden]
    if len(kept) == len(subjects):
        about, who, why = ", ".join(subjects), line.by_name, line.reason
    else:
        about = ", ".join([*(one for one in kept if not one.startswith("file:")), HIDDEN])
        who, why = (
            line.by_name if line.by_kind == "staff" else HIDDEN,
            HIDDEN if line.reason else "",
        )
    return TrailLine(
        line.id, line.at, who, line.by_kind, line.by_ref, line.page, about, why
    )  # fmt: skip


def lines(asked: Asked, most: int = SIZE) -> Sequence[TrailLine]:
    """At most ``most`` lines (1 query, 2 when a case is asked for)."""
    return (_reads if asked.reads else _acts)(asked, min(most, MOST))
