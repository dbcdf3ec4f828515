"""The plans of many cases, for the page of the person who owes: a number of queries that does not grow."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from wuai.contexts.instalments.models import Plan, PlanCase
from wuai.contexts.instalments.queries.standings import Stands, standings
from wuai.contexts.instalments.rules.life import PENDING, RUNNING
from wuai.contexts.payments import api as payments


@dataclass(frozen=True, slots=True)
class PlanOfCases:
    """A plan that runs or is asked for; ``next_…`` and ``late`` once it runs.

    ``case_ids`` are those of its cases that were asked about, ``cases`` counts all of them.
    ``slips`` are those of the next instalment, one a case.
    """

    ref: uuid.UUID
    number: str
    branch_id: int
    status: str
    runs: bool
    case_ids: tuple[int, ...]
    count: int
    next_no: int
    next_on: date | None
    next_amount: int
    late: int
    late_since: date | None
    open: int
    slips: tuple[payments.SlipRow, ...] = ()
    cases: int = 1


def plans_of_cases(case_ids: Iterable[int], *, on: date) -> list[PlanOfCases]:
    """The plans that these cases are in or asked for, the oldest first."""
    asked = set(case_ids)
    alive = PlanCase.objects.filter(stage__in=(PENDING, RUNNING))
    held = alive.filter(plan_id__in=alive.filter(case_id__in=asked).values("plan_id"))
    members: dict[int, list[int]] = {}
    plans = {}
    for one in held.select_related("plan").order_by("plan_id", "place"):
        plans[one.plan_id] = one.plan
        members.setdefault(one.plan_id, []).append(one.case_id)
    stands = standings(plans.values(), on)
    slips = _slips(stands)
    return [
        replace(
            _row(
                plan,
                [one for one in members[plan_id] if one in asked],
                stands.get(plan_id),
                slips.get(plan_id, ()),
            ),
            cases=len(members[plan_id]),
        )
        for plan_id, plan in plans.items()
    ]


def _slips(stands: Mapping[int, Stands]) -> dict[int, list[payments.SlipRow]]:
    """The slips of the next instalment of each plan."""
    refs = {
        row.ref: plan_id
        for plan_id, now in stands.items()
        for row in now.instalments
        if (line := now.standing.next) and row.no == line.no
    }
    found: dict[int, list[payments.SlipRow]] = {}
    for slip in payments.instalment_slips(refs) if refs else ():
        if slip.instalment_ref in refs:
            found.setdefault(refs[slip.instalment_ref], []).append(slip)
    return found


def _row(
    plan: Plan, case_ids: Iterable[int], now: Stands | None, slips: Iterable[payments.SlipRow]
) -> PlanOfCases:
    line = now.standing.next if now else None
    return PlanOfCases(
        ref=plan.ref, number=plan.number, branch_id=plan.branch_id, status=plan.status,
        runs=plan.stage == RUNNING, case_ids=tuple(case_ids), count=plan.count or plan.asked_count,
        next_no=line.no if line else 0, next_on=line.due_on if line else None,
        next_amount=line.open if line else 0, late=now.standing.late if now else 0,
        late_since=now.standing.late_since if now else None,
        open=now.standing.open if now else plan.asked_total, slips=tuple(slips),
    )  # fmt: skip
