"""Objections as lists, the page of one, and the case page show them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.objections.models import Objection, ObjectionPaper, ObjectionStep
from wuai.contexts.objections.rules import life
from wuai.contexts.objections.rules import objecting as o

PER_PAGE = 50
LISTS = ("ours", "agency", "over", "all")
_STATES = {"ours": life.OURS, "agency": (life.AT_AGENCY,), "over": life.OVER, "all": life.STATES}


@dataclass(frozen=True, slots=True)
class Line:
    """An objection in a list; ``due_on`` is the day of the limit that runs."""

    id: int
    ref: uuid.UUID
    number: str
    case_id: int
    name: str
    objector: str
    act: str
    state: str
    received_on: date
    owner_ref: str
    owner_name: str
    section_id: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class View:
    """One objection with its steps, papers and limits."""

    row: Objection
    steps: Sequence[ObjectionStep]
    papers: Sequence[ObjectionPaper]
    limits: Sequence[deadlines.DeadlineRow]

    @property
    def proposal(self) -> int:
        """The proposal that is shown here; 0 when there is none yet."""
        return max((step.id for step in self.steps if step.move == "PROPOSE"), default=0)

    @property
    def not_set(self) -> list[ObjectionStep]:
        """The papers that could not be made so far, each with the reason of the last time."""
        return not_set(self.steps, self.papers)

    @property
    def running(self) -> deadlines.DeadlineRow | None:
        """The limit that runs now."""
        return next((one for one in self.limits if one.is_open), None)


def view(ref: uuid.UUID, branch_id: int) -> View | None:
    """One objection of the branch; None when there is none (4 queries)."""
    row = Objection.objects.filter(ref=ref, branch_id=branch_id).first()
    if row is None:
        return None
    papers = ObjectionPaper.objects.filter(objection=row).select_related("stored").order_by("id")
    return View(
        row, list(ObjectionStep.objects.filter(objection=row).order_by("id")), list(papers),
        deadlines.of_subject("objection", str(row.ref)),
    )  # fmt: skip


def proposal_of(ref: uuid.UUID) -> int:
    """The latest proposal of an objection, as approving names it; 0 when there is none (1 query)."""
    found = ObjectionStep.objects.filter(objection__ref=ref, move="PROPOSE").order_by("-id")
    return found.values_list("id", flat=True).first() or 0


def not_set(
    steps: Sequence[ObjectionStep], papers: Sequence[ObjectionPaper]
) -> list[ObjectionStep]:  # fmt: skip
    """The last failure of each paper that is still missing."""
    failed = {(step.move, step.state): step for step in steps if step.move in o.NOT_SET_NAMES}
    for paper in papers:
        failed.pop((o.NOT_SET.get(paper.kind, ""), paper.made_for), None)
    return list(failed.values())


def ref_of(application_ref: uuid.UUID, branch_id: int) -> uuid.UUID | None:
    """The objection that a request opened."""
    found = Objection.objects.filter(application_ref=application_ref, branch_id=branch_id)
    return found.values_list("ref", flat=True).first()


def listed(branch_id: int, which: str, *, before: int | None = None) -> list[Line]:
    """One list of the branch, the newest first (2 queries)."""
    found = Objection.objects.filter(branch_id=branch_id, state__in=_STATES[which])
    if before is not None:
        found = found.filter(id__lt=before)
    return _lines(found.order_by("-id")[:PER_PAGE])


def counts(branch_id: int) -> dict[str, int]:
    """How many wait for us, and how many for the Agency (1 query)."""
    states = list(
        Objection.objects.filter(branch_id=branch_id, ended_on__isnull=True).values_list(
            "state", flat=True
        )
    )
    return {
        "ours": sum(1 for one in states if one in life.OURS),
        "agency": states.count(life.AT_AGENCY),
    }


def of_case(case_id: int) -> list[Objection]:
    """Every objection in a case, the newest first (1 query)."""
    return list(Objection.objects.filter(case_id=case_id).order_by("-id"))


def proposed(branch_id: int, section_id: int | None) -> list[Objection]:
    """What waits for the second person, the oldest first (1 query)."""
    found = Objection.objects.filter(branch_id=branch_id, state=life.PROPOSED)
    if section_id is not None:
        found = found.filter(section_id=section_id)
    return list(found.order_by("received_on", "id"))


def _lines(found: QuerySet[Objection]) -> list[Line]:
    names = [name for name in Line.__dataclass_fields__ if name != "due_on"]
    rows = list(found.values(*names))
    due = deadlines.of_subjects("objection", [str(row["ref"]) for row in rows])
    return [
        Line(**row, due_on=next((one.due_on for one in due.get(str(row["ref"]), ())), None))
        for row in rows
    ]
