"""An agency answers whether it consents; or the branch records the letter in which it did."""

import uuid
from datetime import date, datetime

from wuai.contexts.instalments.actions.held import PlanUnknown, held_plan, set_state
from wuai.contexts.instalments.models import Consent
from wuai.contexts.instalments.rules import life
from wuai.contexts.instalments.rules.deciding import GIVEN
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


@action("instalment.answer")
def answer_consent(
    *, plan_ref: uuid.UUID, agency_id: int, consents: bool, reason: str, by: Actor, at: datetime,
    on: date,
) -> None:  # fmt: skip
    """Keep the answer of one agency; with the last consent the plan waits for the decision.

    A no needs a reason, and so does an answer that the branch records in the agency's stead (the
    letter's number). As long as the plan waits, an agency may change its mind.
    """
    plan = held_plan(plan_ref, by)
    consent = Consent.objects.filter(plan=plan, agency_id=agency_id).first()
    if consent is None or (by.kind == "agency" and by.agency_id != agency_id):
        raise PlanUnknown
    move = life.move("CONSENTED", plan.status)
    needs_reason = not consents or by.kind != "agency"
    consent.answer = GIVEN if consents else "REFUSED"
    consent.reason = life.reason(reason) if needs_reason else " ".join(reason.split())[:500]
    consent.answered_on, consent.answered_by, consent.answered_name = on, by.ref, by.name
    consent.save()
    if not Consent.objects.filter(plan=plan).exclude(answer=GIVEN).exists():
        set_state(plan, move.target)
    record(
        kind="plan", ref=plan.ref, branch_id=plan.branch_id, reason=consent.reason,
        data={"answer": consent.answer, "agency_id": agency_id, "status": plan.status},
    )  # fmt: skip
