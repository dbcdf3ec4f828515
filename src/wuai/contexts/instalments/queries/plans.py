"""Plans for pages: one plan whole, lists by what has to be done, what is in arrears."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from wuai.contexts.cases import api as cases
from wuai.contexts.instalments.models import (
    Consent,
    Instalment,
    Plan,
    PlanCase,
    PlanDocument,
    Surety,
)
from wuai.contexts.instalments.queries.standings import Stands, standings
from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments import api as payments
from wuai.kernel.bilingual import Bilingual

PER_PAGE = 50
LISTS = ("due", "late", "consent", "decision", "running", "all")


@dataclass(frozen=True, slots=True)
class PlanCaseRow:
    """A case in a plan."""

    case: cases.CaseRow
    agency: Bilingual
    agency_id: int
    owed: int


@dataclass(frozen=True, slots=True)
class PlanView:
    """One plan with everything that stands beside it."""

    plan: Plan
    cases: tuple[PlanCaseRow, ...]
    consents: tuple[tuple[Consent, Bilingual], ...]
    sureties: tuple[Surety, ...]
    documents: tuple[PlanDocument, ...]
    stands: Stands | None
    slips: tuple[payments.SlipRow, ...]


def plan_view(ref: uuid.UUID, *, on: date, branch_id: int | None = None, agency_id: int | None = None) -> PlanView | None:  # fmt: skip
    """One plan of this branch, or one in which this agency is concerned; None when it is neither."""
    found = Plan.objects.filter(ref=ref)
    if branch_id is not None:
        found = found.filter(branch_id=branch_id)
    if agency_id is not None:
        found = found.filter(consents__agency_id=agency_id)
    plan = found.first()
    return None if plan is None else _view(plan, on)


def _view(plan: Plan, on: date) -> PlanView:
    held = list(PlanCase.objects.filter(plan=plan).order_by("place"))
    rows = cases.case_rows([one.case_id for one in held])
    names = {row.id: Bilingual(row.name_zh, row.name_en) for row in organisation.agencies()}
    stands = standings([plan], on).get(plan.id)
    refs = [one.ref for one in stands.instalments] if stands else []
    return PlanView(
        plan=plan,
        cases=tuple(
            PlanCaseRow(rows[one.case_id], names[one.agency_id], one.agency_id, one.owed)
            for one in held
        ),
        consents=tuple(
            (one, names[one.agency_id])
            for one in Consent.objects.filter(plan=plan).order_by("agency_id")
        ),
        sureties=tuple(Surety.objects.filter(plan=plan).order_by("id")),
        documents=tuple(
            PlanDocument.objects.filter(plan=plan).select_related("stored").order_by("id")
        ),
        stands=stands,
        slips=tuple(payments.instalment_slips(refs)) if refs else (),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in a list; ``next_on`` and ``open`` only once it was granted."""

    id: int
    ref: uuid.UUID
    number: str
    obligor_id: int
    status: str
    requested_on: date
    total: int
    next_on: date | None
    next_amount: int
    late: int
    late_since: date | None
    open: int
    phone: str


def plan_lines(
    branch_id: int, which: str, *, on: date, before: int | None = None
) -> list[PlanLine]:  # fmt: skip
    """The plans of one list, the most pressing or the newest first."""
    found = Plan.objects.filter(branch_id=branch_id)
    if which in {"due", "late"}:
        until = on + timedelta(days=7)
        found = found.filter(stage="RUNNING", instalments__due_on__lte=until).distinct()
        lines = [_line(plan, now) for plan, now in _with_standing(found, on)]
        lines = [x for x in lines if (x.late if which == "late" else x.next_on and x.next_on <= until and not x.late)]  # fmt: skip
        return sorted(lines, key=lambda x: (x.late_since or x.next_on or date.max, x.id))
    if before is not None:
        found = found.filter(id__lt=before)
    status = {"consent": ["CONSENT"], "decision": ["DECISION"], "running": ["ACTIVE"]}.get(which)
    if status:
        found = found.filter(status__in=status)
    return [_line(plan, now) for plan, now in _with_standing(found.order_by("-id")[:PER_PAGE], on)]


def _with_standing(found: Iterable[Plan], on: date) -> list[tuple[Plan, Stands | None]]:
    rows = list(found)
    held = standings(rows, on)
    return [(plan, held.get(plan.id)) for plan in rows]


def _line(plan: Plan, now: Stands | None) -> PlanLine:
    running = now if now and plan.status == "ACTIVE" else None
    following = running.standing.next if running else None
    return PlanLine(
        id=plan.id, ref=plan.ref, number=plan.number, obligor_id=plan.obligor_id,
        status=plan.status, requested_on=plan.requested_on, total=plan.total or plan.asked_total,
        next_on=following.due_on if following else None,
        next_amount=following.open if following else 0,
        late=running.standing.late if running else 0,
        late_since=running.standing.late_since if running else None,
        open=running.standing.open if running else 0, phone=plan.phone,
    )  # fmt: skip


def counts(branch_id: int, on: date) -> dict[str, int]:
    """How many plans each list of work holds."""
    return {
        "late": len(plan_lines(branch_id, "late", on=on)),
        "due": len(plan_lines(branch_id, "due", on=on)),
        "consent": Plan.objects.filter(branch_id=branch_id, status="CONSENT").count(),
        "decision": Plan.objects.filter(branch_id=branch_id, status="DECISION").count(),
    }


@dataclass(frozen=True, slots=True)
class Arrears:
    """A plan in arrears: since when, for how many days, how many instalments, how much."""

    plan_ref: uuid.UUID
    number: str
    since: date
    days: int
    instalments: int
    amount: int
    open: int


def plans_in_arrears(branch_id: int, on: date) -> list[Arrears]:
    """Running plans with a late instalment, the longest late first."""
    found = Plan.objects.filter(
        branch_id=branch_id, stage="RUNNING", instalments__due_on__lt=on
    ).distinct()
    rows = []
    for plan, now in _with_standing(found, on):
        if now is None or now.standing.late_since is None:
            continue
        since, late = now.standing.late_since, [x for x in now.standing.lines if x.is_late]
        rows.append(Arrears(plan.ref, plan.number, since, (on - since).days, len(late),
                            now.standing.late, now.standing.open))  # fmt: skip
    return sorted(rows, key=lambda row: (row.since, row.number))


def running_refs() -> list[uuid.UUID]:
    """Every running plan, oldest first."""
    return list(Plan.objects.filter(stage="RUNNING").order_by("id").values_list("ref", flat=True))


def due_soon(on: date, days: int) -> list[uuid.UUID]:
    """Running plans whose next open instalment falls due within so many days."""
    until = on + timedelta(days=days)
    found = Plan.objects.filter(stage="RUNNING", instalments__due_on__range=(on, until)).distinct()
    return [
        plan.ref
        for plan, now in _with_standing(found.order_by("id"), on)
        if now and now.standing.next and on <= now.standing.next.due_on <= until
    ]


def plans_of_case(case_id: int) -> Sequence[Plan]:
    """Every plan a case is or was in, the newest first."""
    ids = PlanCase.objects.filter(case_id=case_id).values_list("plan_id", flat=True)
    return list(Plan.objects.filter(id__in=list(ids)).order_by("-id"))


def plan_of_instalment(ref: uuid.UUID) -> Plan | None:
    """The plan that an instalment belongs to."""
    row = Instalment.objects.filter(ref=ref).select_related("plan").first()
    return row.plan if row else None


def waiting_for_agency(agency_id: int) -> list[tuple[Plan, Consent]]:
    """Plans to which this agency did not say anything yet, the oldest first."""
    found = Consent.objects.filter(agency_id=agency_id, answer="WAITING", plan__status="CONSENT")
    return [(one.plan, one) for one in found.select_related("plan").order_by("plan_id")]


def of_agency(agency_id: int, *, before: int | None = None) -> list[tuple[Plan, Consent]]:
    """Plans in which this agency is concerned, the newest first."""
    found = Consent.objects.filter(agency_id=agency_id)
    if before is not None:
        found = found.filter(plan_id__lt=before)
    return [(one.plan, one) for one in found.select_related("plan").order_by("-plan_id")[:PER_PAGE]]
