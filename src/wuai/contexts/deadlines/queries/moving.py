"""Which deadlines a closure concerns, and what would move if it were declared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from wuai.contexts.deadlines.models import Deadline, DeadlineMove
from wuai.contexts.deadlines.queries import kinds
from wuai.contexts.deadlines.queries.closures import Declared, calendars, declared
from wuai.contexts.deadlines.queries.kinds import Described
from wuai.contexts.deadlines.queries.running import reckonings
from wuai.contexts.deadlines.rules.moving import Change, changed
from wuai.kernel.bilingual import Bilingual
from wuai.legal import deadlines as law
from wuai.platform.actors import Actor

SHOWN = 100


@dataclass(frozen=True, slots=True)
class MoveGroup:
    """So many deadlines of one rule would go from one day to another."""

    name: Bilingual
    from_due_on: date
    to_due_on: date
    to_until: str
    count: int


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One deadline that would move; ``said`` is None where this person may not know the subject."""

    ref: UUID
    name: Bilingual
    from_due_on: date
    to_due_on: date
    to_until: str
    said: Described | None


@dataclass(frozen=True, slots=True)
class Preview:
    """All that would move: how many, in which groups, the first of the person's own branch."""

    count: int
    groups: tuple[MoveGroup, ...]
    lines: tuple[MoveLine, ...]
    missed: int


def concerned(back_of: int | None = None) -> str:
    """SQL: what a closure on %(on)s may move. What was met in time stays as it is.

    A late answer is looked at again: the closure may show that it was in time. When a closure
    goes back (``back_of``), so does what it once moved after it was met.
    """
    moved = (
        " OR EXISTS (SELECT 1 FROM deadlines_deadlinemove b WHERE b.deadline_id = d.id"
        " AND b.closure_id = %(closure)s AND b.state_before = 'MET')"
    )
    return (
        "d.started_on <= %(on)s AND d.due_on >= %(on)s AND (d.state IN ('RUNNING', 'EXTENDED',"
        f" 'MISSED') OR (d.state = 'MET' AND (d.is_late{moved if back_of else ''})))"
    )


def changes(on: date, *, without: int | None = None, with_: Declared | None = None) -> list[Change]:
    """The computations that come out differently when a declaration is added or taken away."""
    values = {"on": on, "closure": without}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT d.reckoning_id FROM deadlines_deadline d WHERE {concerned(without)}",
            values,
        )
        ids = [row[0] for row in cursor.fetchall()]
    held = [row for row in declared() if with_ is None or row.id != with_.id]
    after = [*held, with_] if with_ else [row for row in held if row.id != without]
    return changed(reckonings(ids), calendars(held), calendars(after))


def preview(said: Declared, by: Actor) -> Preview:
    """What would move if this were declared now."""
    return _preview(changes(said.on, with_=said), said.on, by, None)


def preview_withdrawal(closure_id: int, on: date, by: Actor) -> Preview:
    """What would move back if this declaration were withdrawn now."""
    return _preview(changes(on, without=closure_id), on, by, closure_id)


def _preview(found: Sequence[Change], on: date, by: Actor, back_of: int | None) -> Preview:
    names = {entry.code: entry.name for entry in law.rules()}
    by_id = {change.held.id: change for change in found}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.reckoning_id, d.due_on, count(*), count(*) FILTER (WHERE d.state = 'MISSED')"
            f" FROM deadlines_deadline d WHERE d.reckoning_id = ANY(%(ids)s) AND {concerned(back_of)}"
            " GROUP BY 1, 2",
            {"ids": list(by_id), "on": on, "closure": back_of},
        )
        counted = cursor.fetchall()
    groups: dict[tuple[str, date, date, str], int] = {}
    for reckoning, due, count, _missed in counted:
        new = by_id[reckoning].found
        key = (new.rule, due, new.due, new.until)
        groups[key] = groups.get(key, 0) + count
    return Preview(
        count=sum(row[2] for row in counted),
        groups=tuple(
            MoveGroup(names[rule], was, to, until, count)
            for (rule, was, to, until), count in sorted(groups.items())
        ),
        lines=tuple(_lines(by_id, on, by, back_of)), missed=sum(row[3] for row in counted),
    )  # fmt: skip


def _lines(by_id: dict[int, Change], on: date, by: Actor, back_of: int | None) -> list[MoveLine]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.ref, d.kind, d.subject, d.reckoning_id, d.due_on FROM deadlines_deadline d"
            f" WHERE d.reckoning_id = ANY(%(ids)s) AND {concerned(back_of)}"
            " AND d.branch_id = %(branch)s ORDER BY d.due_on, d.id LIMIT %(shown)s",
            {"ids": list(by_id), "on": on, "closure": back_of, "branch": by.branch_id or 0,
             "shown": SHOWN},
        )  # fmt: skip
        rows = cursor.fetchall()
    said = kinds.describe([(kind, subject) for _r, kind, subject, _i, _d in rows], by)
    return [
        MoveLine(ref, new.name, due, new.due, new.until, said.get((kind, subject)))
        for ref, kind, subject, reckoning, due in rows
        for new in (by_id[reckoning].found,)
    ]


def moved_by(closure_id: int) -> int:
    """How many deadlines a declaration has moved, there and not back."""
    return DeadlineMove.objects.filter(closure_id=closure_id, is_back=False).count()


def open_count(branch_id: int) -> int:
    """How many deadlines of a branch are open."""
    return Deadline.objects.open().filter(branch_id=branch_id).count()
