"""Petitions in figures: how many came, how they ended, how many in time, and what people say of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Avg, Count

from wuai.contexts.petitions.models import Petition, SurveyAnswer
from wuai.contexts.petitions.queries.mailboxes import mailboxes
from wuai.contexts.petitions.rules import states as s
from wuai.contexts.petitions.rules.mailboxes import VIEW, guards_of
from wuai.kernel.bilingual import Bilingual
from wuai.platform.actors import Actor

LEAST = 5  # Fewer answers than this could be somebody's own.


@dataclass(frozen=True, slots=True)
class Figure:
    """One mailbox in some days; ``days`` is the average until the answer, in tenths."""

    code: str
    name: Bilingual
    received: int
    answered: int
    in_time: int
    transferred: int
    not_handled: int
    withdrawn: int
    running: int
    overdue: int
    days: int | None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What people said in a quarter: how many, and the marks in tenths."""

    quarter: str
    count: int
    understood: int
    in_time: int
    content: int


def figures(by: Actor, since: date, until: date, on: date) -> list[Figure]:
    """Each mailbox that this person may look into; who only reads reports sees the ordinary ones."""
    guards = guards_of(by.may) or [VIEW]
    found = Petition.objects.filter(
        branch_id=by.branch_id or 0, guard__in=guards, received_on__range=(since, until)
    ).values_list("mailbox", "state", "received_on", "due_on", "ended_on")
    by_box: dict[str, list[tuple[str, str, date, date, date | None]]] = {}
    for row in found:
        by_box.setdefault(row[0], []).append(row)
    boxes = [box for box in mailboxes(by.branch_id or 0) if box.code in by_box]
    return [_figure(box.code, box.name, by_box[box.code], on) for box in boxes]


def _figure(
    code: str, name: Bilingual, rows: Sequence[tuple[str, str, date, date, date | None]], on: date
) -> Figure:
    states = Counter(row[1] for row in rows)
    spans = [
        ((ended - received).days, ended <= due)
        for _, state, received, due, ended in rows
        if ended and state != s.WITHDRAWN
    ]
    return Figure(
        code=code, name=name, received=len(rows), answered=states[s.ANSWERED],
        in_time=sum(in_time for _, in_time in spans), transferred=states[s.TRANSFERRED],
        not_handled=states[s.NOT_HANDLED], withdrawn=states[s.WITHDRAWN],
        running=sum(ended is None for *_, ended in rows),
        overdue=sum(ended is None and due < on for _, _, _, due, ended in rows),
        days=round(10 * sum(days for days, _ in spans) / len(spans)) if spans else None,
    )  # fmt: skip


def opinions(branch_id: int) -> list[Opinion]:
    """What people said of our answers, by quarter; a few answers alone are not shown (1 query)."""
    found = (
        SurveyAnswer.objects.filter(branch_id=branch_id)
        .values("quarter")
        .annotate(n=Count("id"), u=Avg("understood"), t=Avg("in_time"), c=Avg("content"))
        .order_by("-quarter")
    )
    return [
        Opinion(
            one["quarter"], one["n"], *(round(10 * mark) for mark in (one["u"], one["t"], one["c"]))
        )
        for one in found
        if one["n"] >= LEAST
    ]


def comments(branch_id: int, shown: Sequence[Opinion]) -> list[tuple[str, str]]:
    """Their words in the quarters that are shown, without any order that would tell when."""
    quarters = [one.quarter for one in shown]
    found = SurveyAnswer.objects.filter(branch_id=branch_id, quarter__in=quarters)
    said = found.exclude(comment="").order_by("id")
    return list(said.values_list("quarter", "comment"))
