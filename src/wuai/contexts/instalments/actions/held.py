"""Holding a plan while something is done with it: its cases first, in the order of their ids."""

import uuid

from wuai.contexts.cases import api as cases
from wuai.contexts.instalments.models import Plan, PlanCase
from wuai.contexts.instalments.rules.life import STAGES
from wuai.kernel.refusal import Refusal
from wuai.platform.actors import Actor


class PlanUnknown(Refusal):
    code = "INSTALMENT_PLAN_UNKNOWN"
    zh = "查無這件分期"
    en = "There is no such plan"
    next_zh = "請由分期清單重新開啟"
    next_en = "Open it again from the list"
    status = 404


def held_plan(ref: uuid.UUID, by: Actor) -> Plan:
    """The plan, locked after its cases; other branches' plans do not exist for who asks."""
    found = Plan.objects.filter(ref=ref).first()
    if found is None or (by.kind == "staff" and by.branch_id != found.branch_id):
        raise PlanUnknown
    cases.lock_cases(PlanCase.objects.filter(plan=found).values_list("case_id", flat=True))
    return Plan.objects.select_for_update().get(id=found.id)


def set_state(plan: Plan, status: str) -> None:
    """Write a plan with its new state; its cases follow."""
    plan.status, plan.stage = status, STAGES[status]
    plan.save()
    PlanCase.objects.filter(plan=plan).update(stage=plan.stage)
