"""Deadlines as rows: of a subject, of a branch between two days, and how one was reckoned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from wuai.contexts.deadlines.models import Deadline, DeadlineMove, Reckoning
from wuai.contexts.deadlines.rules import states
from wuai.contexts.deadlines.rules.moving import Reckoned
from wuai.kernel.bilingual import Bilingual
from wuai.legal import deadlines as law
from wuai.legal.counting import Pause, Step


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A deadline."""

    id: int
    ref: UUID
    branch_id: int
    section_id: int | None
    kind: str
    subject: str
    case_ref: str
    rule: str
    started_on: date
    due_on: date
    until: str
    first_due_on: date
    state: str
    suspended_on: date | None
    extended_on: date | None
    told_on: date | None
    extension_reason: str
    met_on: date | None
    is_late: bool | None
    reminded_on: date | None
    seen_at: datetime | None
    seen_by_name: str
    seen_note: str

    @property
    def is_open(self) -> bool:
        """Not met and not called off."""
        return self.state in states.OPEN

    def may_stand_still(self, on: date) -> bool:
        """Whether it can be suspended on a day: it runs, is not over, and its rule knows a pause."""
        runs = self.state in states.COUNTING and on <= self.due_on
        return runs and law.may_pause(law.rule(self.rule))


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One move of a deadline, by which closure, there or back."""

    ref: UUID
    kind: str
    subject: str
    branch_id: int
    rule: str
    closure_id: int
    is_back: bool
    from_due_on: date
    to_due_on: date
    to_until: str
    at: datetime
    reason: Bilingual


@dataclass(frozen=True, slots=True)
class Explained:
    """A deadline with all that led to its day."""

    row: DeadlineRow
    name: Bilingual
    event: Bilingual
    county: str
    steps: tuple[Step, ...]
    sources: tuple[Bilingual, ...]
    confirmed: bool
    pauses: tuple[Pause, ...]
    moves: tuple[MoveRow, ...]
    may_extend: bool


ROW = tuple(DeadlineRow.__dataclass_fields__)
_MOVE = (
    "deadline__ref", "deadline__kind", "deadline__subject", "deadline__branch_id",
    "deadline__rule", "closure_id", "is_back", "from_due_on", "to_due_on", "to_until", "at",
    "closure__reason_zh", "closure__reason_en",
)  # fmt: skip


def row_of(deadline: Deadline) -> DeadlineRow:
    """The row of a deadline that was just loaded."""
    return DeadlineRow(**{name: getattr(deadline, name) for name in ROW})


def of_subject(kind: str, subject: str) -> list[DeadlineRow]:
    """Every deadline of one subject, in the order in which they began."""
    found = Deadline.objects.of(kind, subject).order_by("started_on", "id")
    return [DeadlineRow(**values) for values in found.values(*ROW)]


def of_subjects(kind: str, subjects: Iterable[str]) -> dict[str, list[DeadlineRow]]:
    """The open deadlines of many subjects, the nearest first."""
    held: dict[str, list[DeadlineRow]] = {}
    found = Deadline.objects.open().filter(kind=kind, subject__in=list(subjects))
    for values in found.order_by("due_on", "id").values(*ROW):
        held.setdefault(values["subject"], []).append(DeadlineRow(**values))
    return held


def refs_of(kind: str, subjects: Iterable[str]) -> list[UUID]:
    """The public ids of every deadline of these subjects, ended ones too (1 query)."""
    found = Deadline.objects.filter(kind=kind, subject__in=list(subjects))
    return list(found.values_list("ref", flat=True))


def due_between(
    branch_id: int, since: date | None, until: date | None, *, section_id: int | None = None,
    kinds: Sequence[str] | None = None, limit: int = 500,
) -> list[DeadlineRow]:  # fmt: skip
    """What falls due between two days and is not done; what stands still is left out."""
    found = Deadline.objects.filter(
        branch_id=branch_id, state__in=(*states.COUNTING, states.MISSED)
    )
    if since:
        found = found.filter(due_on__gte=since)
    if until:
        found = found.filter(due_on__lte=until)
    if section_id is not None:
        found = found.filter(section_id=section_id)
    if kinds is not None:
        found = found.filter(kind__in=list(kinds))
    return [DeadlineRow(**v) for v in found.order_by("due_on", "id").values(*ROW)[:limit]]


def rows(refs: Iterable[str | UUID]) -> list[DeadlineRow]:
    """The deadlines of these public ids."""
    found = Deadline.objects.filter(ref__in=list(refs)).order_by("due_on", "id")
    return [DeadlineRow(**values) for values in found.values(*ROW)]


def by_ref(ref: UUID, *, branch_id: int | None) -> DeadlineRow | None:
    """The deadline of this public id, within one branch."""
    values = Deadline.objects.filter(ref=ref, branch_id=branch_id or 0).values(*ROW).first()
    return DeadlineRow(**values) if values else None


def explain(ref: UUID) -> Explained:
    """Rule, base day, each counted and skipped day, pauses, extension and moves of one deadline."""
    held = Deadline.objects.select_related("reckoning").filter(ref=ref).first()
    if held is None:
        raise states.DeadlineUnknown
    reckoned, entry = held.reckoning, law.rule(held.rule)
    counted = law.compute(
        held.rule, held.started_on, pauses=pauses_of(reckoned.pauses), extended=reckoned.extended
    )
    return Explained(
        row=row_of(held), name=entry.name, event=entry.event, county=reckoned.county,
        steps=tuple(
            Step(date.fromisoformat(on), Bilingual(zh, en)) for on, zh, en in reckoned.steps
        ),
        sources=counted.sources, confirmed=counted.confirmed,
        pauses=pauses_of(reckoned.pauses), moves=tuple(_moves(deadline_id=held.id)),
        may_extend=bool(entry.extension) and held.state == states.RUNNING,
    )  # fmt: skip


def moves_of(batch: str | UUID) -> list[MoveRow]:
    """What one declaration, or its withdrawal, moved."""
    return _moves(batch=batch)


def _moves(**which: object) -> list[MoveRow]:
    found = DeadlineMove.objects.filter(**which).order_by("id").values_list(*_MOVE)
    return [
        MoveRow(ref, kind, subject, branch, rule, closure, back, was, now, until, at,
                Bilingual(zh, en))
        for ref, kind, subject, branch, rule, closure, back, was, now, until, at, zh, en in found
    ]  # fmt: skip


def pauses_of(held: Iterable[Sequence[str]]) -> tuple[Pause, ...]:
    """Pauses as they are kept, as days."""
    return tuple(Pause(*map(date.fromisoformat, pair)) for pair in held)


def reckonings(ids: Iterable[int]) -> list[Reckoned]:
    """Computations by id, as the rules compare them."""
    found = Reckoning.objects.filter(id__in=list(ids)).values_list(
        "id", "rule", "county", "started_on", "extended", "pauses", "due_on", "until"
    )
    return [Reckoned(*row[:5], pauses_of(row[5]), *row[6:]) for row in found]
