"""Notices to holders of a right of pre-emption, as pages show them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from wuai.contexts.auctions.models import (
    Preemption,
    PreemptionLetter,
    PreemptionStep,
    RegisterLookup,
)
from wuai.contexts.auctions.queries import PAGE
from wuai.contexts.auctions.rules import preempting as rules
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.organisation import api as organisation
from wuai.legal import deadlines as law
from wuai.legal.counting import Step

# A closure moves a last day by a few days; a long one (a festival with a typhoon) by some more.
AROUND = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class View:
    """One notice with its look-ups and steps, the other notices for the same lot, its letter if we wrote it."""

    row: Preemption
    lookups: list[RegisterLookup]
    steps: list[PreemptionStep]
    rivals: list[Preemption]
    letter: PreemptionLetter | None

    @property
    def is_late(self) -> bool:
        """Whether the answer came after the time was over."""
        return rules.is_late(self.row.answered_on, self.row.due_on)


def view(ref: uuid.UUID, branch_id: int) -> View | None:
    """One notice of a branch; None when there is none."""
    row = Preemption.objects.filter(ref=ref, branch_id=branch_id).first()
    if row is None:
        return None
    rivals = Preemption.objects.filter(case_id=row.case_id, lot=row.lot).exclude(id=row.id)
    return View(
        row, list(RegisterLookup.objects.filter(preemption=row).order_by("id")),
        list(PreemptionStep.objects.filter(preemption=row).order_by("id")),
        list(rivals.order_by("id")), PreemptionLetter.objects.filter(preemption=row).first(),
    )  # fmt: skip


def reckoned(row: Preemption) -> Sequence[Step]:
    """How the last day is counted on the calendar of the branch: each day that counts or does not."""
    county = organisation.branch_by_id(row.branch_id).county
    return law.compute(row.rule, row.notified_on, deadlines.calendar(county)).steps


def listed(branch_id: int, *, over: bool, before: int | None = None) -> list[Preemption]:
    """What still runs, the nearest day first; or what is over, the newest first; from a row on."""
    found = Preemption.objects.filter(branch_id=branch_id, ended_on__isnull=not over)
    if before and over:
        found = found.filter(id__lt=before)
    elif before:
        last = Preemption.objects.filter(branch_id=branch_id, id=before).first()
        if last is None:
            return []
        found = found.filter(Q(due_on__gt=last.due_on) | Q(due_on=last.due_on, id__gt=last.id))
    return list(found.order_by(*(("-id",) if over else ("due_on", "id")))[:PAGE])


def of_case(case_id: int) -> list[Preemption]:
    """The notices of a case, the newest first."""
    return list(Preemption.objects.filter(case_id=case_id).order_by("-id"))


def to_decide(branch_id: int) -> list[Preemption]:
    """Answers that wait for a decision."""
    found = Preemption.objects.filter(branch_id=branch_id, state=rules.EXERCISED)
    return list(found.order_by("answered_on", "id")[:PAGE])


def silent(on: date) -> list[tuple[uuid.UUID, int]]:
    """Whose time ran out before a day without an answer, at every branch."""
    found = Preemption.objects.filter(state=rules.WAITING, due_on__lt=on)
    return list(found.order_by("case_id", "id").values_list("ref", "branch_id"))


def due_around(closed_on: date) -> list[tuple[uuid.UUID, int]]:
    """Whose last day a closure of that day may move."""
    found = Preemption.objects.filter(
        state__in=[rules.WAITING, rules.LAPSED, rules.EXERCISED],
        due_on__gte=closed_on - AROUND, due_on__lte=closed_on + AROUND,
    )  # fmt: skip
    return list(found.order_by("case_id", "id").values_list("ref", "branch_id"))
