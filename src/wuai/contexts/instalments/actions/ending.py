"""Plans end: revoked by decision, completed by money; and come back when a payment is reversed."""

import uuid
from datetime import date, datetime

from wuai.contexts.cases import api as cases
from wuai.contexts.instalments.actions.held import held_plan, set_state
from wuai.contexts.instalments.actions.laying import lay_slips, supersede_slips
from wuai.contexts.instalments.events import PlanCompleted, PlanRevoked
from wuai.contexts.instalments.models import Plan, PlanCase, Surety
from wuai.contexts.instalments.queries.standings import owed_in_order, standings
from wuai.contexts.instalments.rules import deciding, life
from wuai.contexts.ledger import api as ledger
from wuai.contexts.notices import api as notices
from wuai.contexts.payments import api as payments
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish
from wuai.platform.queue import later


class NotInDefault(Refusal):
    code = "INSTALMENT_NOT_IN_DEFAULT"
    zh = "分期沒有逾期，或仍在寬限期間內，不能廢止"
    en = "Nothing is late, or the days of grace are not over: the plan cannot be revoked"
    next_zh = "請先聯絡義務人；寬限期間過後仍未繳納再辦理"
    next_en = "Talk to the obligor first; come back when the days of grace are over"
    basis = "行政執行法施行細則第 27 條"


@action("instalment.revoke")
def revoke(*, plan_ref: uuid.UUID, reason: str, by: Actor, at: datetime, on: date) -> Plan:
    """Revoke a plan in default: the whole debt is due, and guarantors may be enforced against.

    The slips of what was left are superseded (money to them still lands), and a notice of the
    whole debt goes out.
    """
    plan = held_plan(plan_ref, by)
    move = life.move("REVOKE", plan.status)
    deciding.may_decide(
        plan.total or 0, plan.grounds, on, permissions=by.permissions,
        is_system=by.kind == "system",
    )  # fmt: skip
    if not standings([plan], on)[plan.id].standing.may_revoke:
        raise NotInDefault
    plan.end_reason = life.reason(reason)
    supersede_slips(plan, by=by, at=at, on=on)
    owing = [case_id for case_id, amount in owed_in_order(plan.id).items() if amount]
    _over(plan, move.target, by, on)
    behind = Surety.objects.filter(plan=plan, released_on__isnull=True)
    guarantors = list(behind.filter(kind="GUARANTOR").values_list("party_id", flat=True))
    behind.update(liable_since=on)
    notices.issue_notices(
        case_ids=owing, kind="PAYMENT", request_key=f"instalment:{plan.ref}", by=by, at=at, on=on
    )
    record(
        kind="plan", ref=plan.ref, branch_id=plan.branch_id, reason=plan.end_reason,
        data={"number": plan.number, "guarantors": len(guarantors)},
    )  # fmt: skip
    _print_later(plan)
    reachable = [one for one in guarantors if one is not None]
    publish(PlanRevoked(plan.branch_id, str(plan.ref), owing, reachable, on.isoformat()))
    return plan


def _over(plan: Plan, status: str, by: Actor, on: date) -> None:
    ids = PlanCase.objects.filter(plan=plan).values_list("case_id", flat=True)
    if status == "REVOKED":
        plan.ended_upto = ledger.latest_transaction(plan.branch_id, "RECEIVABLE", list(ids))
    plan.ended_on, plan.ended_by, plan.ended_name = on, by.ref, by.name
    set_state(plan, status)


def _print_later(plan: Plan) -> None:
    later("instalments.print", plan_ref=str(plan.ref), kind="REVOCATION")


@action("instalment.refresh")
def refresh(*, plan_ref: uuid.UUID, by: Actor, at: datetime, on: date) -> str:
    """Bring a plan up to what moved: slips that fit what is open, or its end; its state comes back.

    Reads the present only, so it may be called twice and in any order.
    """
    plan = held_plan(plan_ref, by)
    rows = cases.case_rows(PlanCase.objects.filter(plan=plan).values_list("case_id", flat=True))
    owing = any(owed_in_order(plan.id).values())
    if plan.status == "ACTIVE" and not owing:
        supersede_slips(plan, by=by, at=at, on=on)
        _over(plan, life.move("COMPLETE", plan.status).target, by, on)
        Surety.objects.filter(plan=plan, released_on__isnull=True).update(
            released_on=on, release_reason="分期繳清"
        )
        publish(PlanCompleted(plan.branch_id, str(plan.ref), on.isoformat()))
    elif plan.status == "COMPLETED" and owing and _is_free(plan):
        plan.ended_on, plan.ended_by, plan.ended_name = None, "", ""
        set_state(plan, life.move("REOPEN", plan.status).target)
        Surety.objects.filter(plan=plan, release_reason="分期繳清").update(
            released_on=None, release_reason=""
        )
    if plan.status == "ACTIVE":
        lay_slips(plan, by=by, at=at, on=on)
        _ask_for_the_rest(plan, rows, by=by, at=at, on=on)
    record(kind="plan", ref=plan.ref, branch_id=plan.branch_id, data={"status": plan.status})
    return plan.status


def _is_free(plan: Plan) -> bool:
    ids = PlanCase.objects.filter(plan=plan).values_list("case_id", flat=True)
    return not PlanCase.objects.filter(case_id__in=ids, stage=life.RUNNING).exists()


def _ask_for_the_rest(
    plan: Plan, rows: dict[int, cases.CaseRow], *, by: Actor, at: datetime, on: date
) -> None:
    """When every instalment is paid and interest is left, a last slip takes it."""
    if standings([plan], on)[plan.id].standing.open:
        return
    owing = [i for i, amount in owed_in_order(plan.id).items() if amount and not rows[i].closed_on]
    lacking = set(owing) - payments.has_valid_slip(owing, on)
    if lacking:
        payments.issue_slips(sorted(lacking), by=by, at=at, on=on)
