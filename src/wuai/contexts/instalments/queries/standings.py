"""Where plans stand, recomputed from the ledger; many plans with a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.instalments.models import Instalment, Plan, PlanCase
from wuai.contexts.instalments.rules.schedule import Due
from wuai.contexts.instalments.rules.standing import Movement, Standing, standing
from wuai.contexts.ledger import api as ledger
from wuai.contexts.organisation import api as organisation
from wuai.legal import number
from wuai.legal.calendar import Calendar
from wuai.legal.counting import moved


@dataclass(frozen=True, slots=True)
class Stands:
    """A granted plan with its instalments and where it stands."""

    plan: Plan
    instalments: tuple[Instalment, ...]
    dues: tuple[Due, ...]
    movements: tuple[Movement, ...]
    standing: Standing


def standings(plans: Iterable[Plan], on: date) -> dict[int, Stands]:
    """Where granted plans stand on a day, by id; plans that were never granted are left out."""
    granted = {p.id: p for p in plans if p.began_after is not None}
    instalments: dict[int, list[Instalment]] = {plan_id: [] for plan_id in granted}
    for row in Instalment.objects.filter(plan_id__in=granted).order_by("plan_id", "no"):
        instalments[row.plan_id].append(row)
    moves = _movements(granted)
    calendars = _calendars({plan.branch_id for plan in granted.values()})
    grace = number("INSTALMENT_GRACE_DAYS", on=on)
    found = {}
    for plan_id, plan in granted.items():
        dues = tuple(_due(row, calendars[plan.branch_id]) for row in instalments[plan_id])
        now = standing(dues, moves[plan_id], on=on, grace_days=grace)
        found[plan_id] = Stands(plan, tuple(instalments[plan_id]), dues, tuple(moves[plan_id]), now)
    return found


def _due(row: Instalment, calendar: Calendar) -> Due:
    # A closure declared since (a typhoon day) moves the day on; nothing moves it back.
    ending = moved(row.nominal_on, calendar)
    return Due(row.no, row.nominal_on, max(row.due_on, ending.day), row.amount, ending.steps)


def _movements(plans: dict[int, Plan]) -> dict[int, list[Movement]]:
    """What changed the debt of each plan's cases since it began, one movement a ledger entry."""
    found: dict[int, list[Movement]] = {plan_id: [] for plan_id in plans}
    held: dict[int, list[tuple[Plan, int]]] = {}
    rows = PlanCase.objects.filter(plan_id__in=plans).values_list("plan_id", "case_id")
    for plan_id, case_id in rows:
        held.setdefault(case_id, []).append((plans[plan_id], case_id))
    for branch_id in {plan.branch_id for plan in plans.values()}:
        after = {
            case_id: min(plan.began_after or 0 for plan, _ in pairs)
            for case_id, pairs in held.items()
            if pairs[0][0].branch_id == branch_id
        }
        for entry in ledger.entries_after(branch_id, "RECEIVABLE", after):
            for plan, _ in held[entry.subject_id or 0]:
                if _is_of(plan, entry.transaction_id):
                    found[plan.id].append(Movement(entry.kind, entry.occurred_on, entry.amount))
    return found


def _is_of(plan: Plan, transaction_id: int) -> bool:
    began, ended = plan.began_after or 0, plan.ended_upto
    return transaction_id > began and (ended is None or transaction_id <= ended)


def _calendars(branch_ids: Iterable[int]) -> dict[int, Calendar]:
    return {
        branch_id: deadlines.calendar(organisation.branch_by_id(branch_id).county)
        for branch_id in branch_ids
    }


def owed_in_order(plan_id: int) -> dict[int, int]:
    """What the open cases of a plan owe by the ledger, in the order in which they are paid."""
    rows = list(PlanCase.objects.filter(plan_id=plan_id).order_by("place"))
    if not rows:
        return {}
    branch_id = Plan.objects.values_list("branch_id", flat=True).get(id=plan_id)
    owed = ledger.balances_of(branch_id, "RECEIVABLE", [row.case_id for row in rows])
    return {row.case_id: sum(owed[row.case_id].values()) for row in rows}
