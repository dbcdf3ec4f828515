"""Reach the guarantor of a revoked plan: told to pay by a day, then his property (art. 18)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from wuai.contexts.instalments.actions.held import PlanUnknown, held_plan
from wuai.contexts.instalments.actions.laying import lay_parts
from wuai.contexts.instalments.actions.securing import Paper, keep
from wuai.contexts.instalments.events import GuarantorReachable
from wuai.contexts.instalments.models import GuarantorClaim, GuarantorPart, Plan, Surety
from wuai.contexts.instalments.queries.guarantors import (
    asked_at_most,
    obligor_until,
    paid_by,
    paid_to,
)
from wuai.contexts.instalments.queries.standings import owed_in_order
from wuai.contexts.instalments.rules import deciding, life
from wuai.contexts.instalments.rules import guarantors as rules
from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments import api as payments
from wuai.kernel.roc_dates import roc_year
from wuai.platform import numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish
from wuai.platform.queue import later


@dataclass(frozen=True, slots=True)
class Demand:
    """What the officer found: the letter's words, the obligor's time limit, and the guarantor's day."""

    undertook: bool
    obligor_until: date
    due_on: date


@action("guarantor.demand")
def demand(
    *, plan_ref: uuid.UUID, surety_ref: uuid.UUID, given: Demand, by: Actor, at: datetime, on: date
) -> GuarantorClaim:
    """Tell a guarantor to pay by a day, with slips of his own; asking twice is one claim.

    A claim that was lifted can be made again, for what is left.
    """
    plan = held_plan(plan_ref, by)
    surety = Surety.objects.filter(plan=plan, ref=surety_ref).first()
    if surety is None:
        raise PlanUnknown
    claims = GuarantorClaim.objects.filter(surety=surety)
    done = claims.exclude(state=rules.LIFTED).first()
    if done is not None:
        record(kind="plan", ref=plan.ref, branch_id=plan.branch_id, data={"replayed": True})
        return done
    owed, before = owed_in_order(plan.id), paid_by(surety.id)
    most = asked_at_most(surety, sum(owed.values()), before)
    rules.check_grounds(
        rules.Grounds(
            plan.status == "REVOKED" and surety.liable_since is not None,
            surety.kind == "GUARANTOR", surety.released_on is not None, given.undertook,
            given.obligor_until, obligor_until(plan) or on, given.due_on, most,
        ),
        on,
    )  # fmt: skip
    _authority(plan, by, on)
    claim = _keep(plan, surety, (most, before), given, (by, at, on))
    GuarantorPart.objects.bulk_create(
        GuarantorPart(claim=claim, case_id=case_id) for case_id, amount in owed.items() if amount
    )
    _lay_slips(claim, by=by, at=at, on=on)
    record(
        kind="plan", ref=plan.ref, branch_id=plan.branch_id,
        data={"guarantor": str(claim.ref), "number": claim.number, "most": claim.most,
              "due_on": claim.due_on.isoformat()},
    )  # fmt: skip
    later("instalments.print_claim", claim_ref=str(claim.ref))
    return claim


def _authority(plan: Plan, by: Actor, on: date) -> None:
    deciding.may_decide(
        plan.total or plan.asked_total, plan.grounds, on, permissions=by.permissions,
        is_system=by.kind == "system",
    )  # fmt: skip


def _keep(
    plan: Plan, surety: Surety, sums: tuple[int, int], given: Demand,
    who: tuple[Actor, datetime, date],
) -> GuarantorClaim:  # fmt: skip
    (most, before), (by, _at, on) = sums, who
    branch, year = organisation.branch_by_id(plan.branch_id), roc_year(on)
    serial = numbers.take(branch_id=branch.id, year=year, kind="guarantor-claim")
    return GuarantorClaim.objects.create(
        branch_id=plan.branch_id, plan=plan, surety=surety, most=most, before=before,
        number=f"{year}{branch.short_zh}保證{serial:06d}", obligor_until=given.obligor_until,
        demanded_on=on, due_on=given.due_on, demanded_by=by.ref, demanded_name=by.name,
    )  # fmt: skip


def _lay_slips(claim: GuarantorClaim, *, by: Actor, at: datetime, on: date) -> None:
    """His slips ask for what is left of his share; none once nothing is."""
    refs = dict(GuarantorPart.objects.filter(claim=claim).values_list("case_id", "ref"))
    wanted = {}
    if claim.state in rules.OPEN:
        owed = {i: n for i, n in owed_in_order(claim.plan_id).items() if i in refs}
        wanted = rules.spread(claim.most - paid_to(claim), owed)
    parts = [
        payments.InstalmentPart(refs[case_id], case_id, amount, claim.due_on, claim.surety.party_id)
        for case_id, amount in wanted.items()
        if amount
    ]
    lay_parts(refs.values(), parts, by=by, at=at, on=on)


def _held(ref: uuid.UUID, by: Actor) -> tuple[Plan, GuarantorClaim]:
    found = GuarantorClaim.objects.filter(ref=ref).values_list("plan__ref", flat=True).first()
    if found is None:
        raise PlanUnknown
    plan = held_plan(found, by)
    return plan, GuarantorClaim.objects.select_for_update().get(ref=ref)


@action("guarantor.notice")
def keep_notice(*, claim_ref: uuid.UUID, paper: Paper, by: Actor, at: datetime) -> None:
    """Keep the notice that was set for a guarantor; the first one stands."""
    plan, claim = _held(claim_ref, by)
    if claim.document_id is None:
        claim.document = keep(plan, paper, by, at)
        claim.save(update_fields=["document"])
    record(kind="plan", ref=plan.ref, branch_id=plan.branch_id, data={"paper": paper.kind})


@action("guarantor.start")
def start(
    *, claim_ref: uuid.UUID, served_on: date, by: Actor, at: datetime, on: date
) -> GuarantorClaim:
    """Open the guarantor's property to enforcement: somebody else than who told him to pay."""
    plan, claim = _held(claim_ref, by)
    rules.check_start(claim.state, claim.demanded_on, served_on, claim.due_on, on)
    owed = sum(owed_in_order(plan.id).values())
    rules.check_unmet(rules.is_met(claim.most, paid_to(claim), owed))
    deciding.two_people(claim.demanded_by, by.ref)
    _authority(plan, by, on)
    claim.state, claim.served_on, claim.started_on = rules.EXECUTING, served_on, on
    claim.started_by, claim.started_name = by.ref, by.name
    claim.save()
    record(
        kind="plan", ref=plan.ref, branch_id=plan.branch_id,
        data={"guarantor": str(claim.ref), "state": claim.state},
    )  # fmt: skip
    cases = list(GuarantorPart.objects.filter(claim=claim).values_list("case_id", flat=True))
    publish(
        GuarantorReachable(
            plan.branch_id, str(claim.ref), claim.surety.party_id or 0, cases, on.isoformat()
        )
    )
    return claim


@action("guarantor.lift")
def lift(*, claim_ref: uuid.UUID, reason: str, by: Actor, at: datetime, on: date) -> None:
    """Claim no more from a guarantor: paid otherwise, agreed, or a mistake."""
    plan, claim = _held(claim_ref, by)
    rules.check_open(claim.state)
    _authority(plan, by, on)
    _end(claim, rules.LIFTED, life.reason(reason), on)
    _lay_slips(claim, by=by, at=at, on=on)
    record(
        kind="plan", ref=plan.ref, branch_id=plan.branch_id, reason=claim.end_reason,
        data={"guarantor": str(claim.ref), "state": claim.state},
    )  # fmt: skip


def _end(claim: GuarantorClaim, state: str, reason: str, on: date) -> None:
    claim.state, claim.ended_on, claim.end_reason = state, on, reason
    claim.save()


@action("guarantor.refresh")
def refresh_claim(*, claim_ref: uuid.UUID, by: Actor, at: datetime, on: date) -> str:
    """Bring a claim up to the money that came: slips that fit, or its end; and back when money went.

    Reads the present only, so it may be called twice and in any order.
    """
    plan, claim = _held(claim_ref, by)
    if claim.state != rules.LIFTED:
        met = rules.is_met(claim.most, paid_to(claim), sum(owed_in_order(plan.id).values()))
        if met and claim.state in rules.OPEN:
            _end(claim, rules.SATISFIED, "已無可請求之金額", on)
        elif not met and claim.state == rules.SATISFIED:
            claim.state = rules.EXECUTING if claim.started_on else rules.DEMANDED
            claim.ended_on, claim.end_reason = None, ""
            claim.save()
        _lay_slips(claim, by=by, at=at, on=on)
    record(kind="plan", ref=plan.ref, branch_id=plan.branch_id,
           data={"guarantor": str(claim.ref), "state": claim.state})  # fmt: skip
    return claim.state
