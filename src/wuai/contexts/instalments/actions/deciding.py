"""Grant or refuse: one person with the authority for the amount, who did not record the request."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from wuai.contexts.cases import api as cases
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.instalments.actions.asking import CasesNotTogether, check_extension
from wuai.contexts.instalments.actions.held import held_plan, set_state
from wuai.contexts.instalments.actions.laying import lay_slips, supersede_slips
from wuai.contexts.instalments.events import PlanGranted, PlanRefused
from wuai.contexts.instalments.models import Consent, Instalment, Plan, PlanCase, Surety
from wuai.contexts.instalments.queries.standings import owed_in_order
from wuai.contexts.instalments.rules import deciding, life
from wuai.contexts.instalments.rules.schedule import schedule
from wuai.contexts.ledger import api as ledger
from wuai.contexts.organisation import api as organisation
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish
from wuai.platform.queue import later


@dataclass(frozen=True, slots=True)
class Terms:
    """How a plan is granted; ``waived`` says why no surety is needed, if there is none."""

    count: int
    first_on: date
    waived: str = ""
    reason: str = ""


@action("instalment.grant")
def grant(*, plan_ref: uuid.UUID, terms: Terms, by: Actor, at: datetime, on: date) -> Plan:
    """Grant a plan over what its cases owe now, with interest up to today."""
    plan = held_plan(plan_ref, by)
    move = life.move("GRANT", plan.status)
    deciding.two_people(plan.by_ref, by.ref)
    deciding.all_consent(_answers(plan))
    sureties = Surety.objects.filter(plan=plan, released_on__isnull=True).count()
    deciding.is_secured(sureties, terms.waived)
    owed = _owed_now(plan, by=by, at=at, on=on)
    _authority(plan, sum(owed.values()), by, on)
    _replace(plan, terms, by=by, at=at, on=on)
    _lay_down(plan, owed, terms, on)
    plan.began_after = ledger.latest_transaction(plan.branch_id, "RECEIVABLE", list(owed))
    plan.waived_because = " ".join(terms.waived.split())[:500]
    _decided(plan, terms.reason, by, at, on)
    set_state(plan, move.target)
    PlanCase.objects.filter(plan=plan).exclude(case_id__in=owed).update(stage=life.OVER)
    lay_slips(plan, begins=True, by=by, at=at, on=on)
    record(
        kind="plan", ref=plan.ref, branch_id=plan.branch_id, reason=plan.reason,
        data={"number": plan.number, "total": plan.total, "count": plan.count},
    )  # fmt: skip
    _print_later(plan)
    publish(PlanGranted(plan.branch_id, str(plan.ref), sorted(owed), on.isoformat()))
    return plan


@action("instalment.refuse")
def refuse(*, plan_ref: uuid.UUID, reason: str, by: Actor, at: datetime, on: date) -> None:
    """Refuse a request, with the reason that the applicant reads."""
    plan = held_plan(plan_ref, by)
    move = life.move("REFUSE", plan.status)
    deciding.two_people(plan.by_ref, by.ref)
    _authority(plan, plan.asked_total, by, on)
    _decided(plan, life.reason(reason), by, at, on)
    set_state(plan, move.target)
    record(kind="plan", ref=plan.ref, branch_id=plan.branch_id, reason=plan.reason)
    _print_later(plan)
    publish(PlanRefused(plan.branch_id, str(plan.ref), on.isoformat()))


def _answers(plan: Plan) -> list[deciding.Answer]:
    return [
        deciding.Answer(organisation.agency_by_id(agency_id).name_zh, answer)
        for agency_id, answer in Consent.objects.filter(plan=plan).values_list(
            "agency_id", "answer"
        )
    ]


def _authority(plan: Plan, total: int, by: Actor, on: date) -> None:
    deciding.may_decide(
        total, plan.grounds, on, permissions=by.permissions, is_system=by.kind == "system"
    )


def _owed_now(plan: Plan, *, by: Actor, at: datetime, on: date) -> dict[int, int]:
    """What the cases owe in the ledger once the interest up to today stands in it."""
    rows = cases.case_rows(PlanCase.objects.filter(plan=plan).values_list("case_id", flat=True))
    cases.post_accruals([i for i, row in rows.items() if row.closed_on is None], on=on, by=by, at=at)  # fmt: skip
    owed = {i: n for i, n in owed_in_order(plan.id).items() if n and rows[i].closed_on is None}
    if not owed:
        raise CasesNotTogether
    return owed


def _replace(plan: Plan, terms: Terms, *, by: Actor, at: datetime, on: date) -> None:
    if plan.replaces_id is None:
        return
    old = Plan.objects.select_for_update().filter(id=plan.replaces_id, stage=life.RUNNING).first()
    if old is None:
        return
    check_extension(old, terms.count, plan.grounds, on)
    supersede_slips(old, by=by, at=at, on=on)
    ids = PlanCase.objects.filter(plan=old).values_list("case_id", flat=True)
    old.ended_upto = ledger.latest_transaction(old.branch_id, "RECEIVABLE", list(ids))
    old.ended_on, old.ended_by, old.ended_name, old.end_reason = on, by.ref, by.name, plan.number
    set_state(old, life.move("REPLACE", old.status).target)


def _lay_down(plan: Plan, owed: dict[int, int], terms: Terms, on: date) -> None:
    branch = organisation.branch_by_id(plan.branch_id)
    granted = schedule(
        sum(owed.values()), count=terms.count, on=on, first_on=terms.first_on,
        grounds=plan.grounds, calendar=deadlines.calendar(branch.county),
    )  # fmt: skip
    Instalment.objects.bulk_create(
        Instalment(plan=plan, no=due.no, nominal_on=due.nominal_on, due_on=due.due_on,
                   amount=due.amount)
        for due in granted.dues
    )  # fmt: skip
    for case_id, amount in owed.items():
        PlanCase.objects.filter(plan=plan, case_id=case_id).update(owed=amount)
    plan.total, plan.count = granted.total, terms.count


def _decided(plan: Plan, reason: str, by: Actor, at: datetime, on: date) -> None:
    plan.decided_on, plan.decided_at = on, at
    plan.decided_by, plan.decided_name = by.ref, by.name
    plan.reason = " ".join(reason.split())[:500]


def _print_later(plan: Plan) -> None:
    later("instalments.print", plan_ref=str(plan.ref), kind="DECISION")
