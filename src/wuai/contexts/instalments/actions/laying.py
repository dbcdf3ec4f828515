"""Slips of a plan: laid out over its cases, laid out anew when what is open changed."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime

from wuai.contexts.instalments.models import Instalment, Plan
from wuai.contexts.instalments.queries.standings import owed_in_order, standings
from wuai.contexts.instalments.rules.standing import lay_out
from wuai.contexts.payments import api as payments
from wuai.platform.actors import Actor


def lay_slips(
    plan: Plan, *, begins: bool = False, by: Actor, at: datetime, on: date
) -> int:  # fmt: skip
    """Give every open instalment its slips, inside the action that calls; how many there are now."""
    now = standings([plan], on)[plan.id]
    refs = {row.no: row.ref for row in now.instalments}
    days = {due.no: due.due_on for due in now.dues}
    parts = [
        payments.InstalmentPart(refs[part.no], part.case_id, part.amount, days[part.no])
        for part in lay_out(now.standing.lines, owed_in_order(plan.id))
    ]
    lay_parts(refs.values(), parts, begins=begins, by=by, at=at, on=on)
    return len(parts)


def lay_parts(
    refs: Collection[uuid.UUID], parts: Sequence[payments.InstalmentPart], *,
    begins: bool = False, by: Actor, at: datetime, on: date,
) -> None:  # fmt: skip
    """Give these parts their slips, unless each has one that may still be paid and there is no other."""
    held = {
        (s.instalment_ref, s.case_id, s.amount, s.is_valid(on))
        for s in payments.instalment_slips(refs)
    }
    wanted = {(p.instalment_ref, p.case_id, p.amount, True) for p in parts}
    if begins or held != wanted:
        payments.lay_instalment_slips(
            refs=refs, parts=parts, begins=begins, by=by, at=at, on=on
        )  # fmt: skip


def supersede_slips(plan: Plan, *, by: Actor, at: datetime, on: date) -> None:
    """Mark every slip of the plan as replaced; money to them still lands on their cases."""
    refs = list(Instalment.objects.filter(plan=plan).values_list("ref", flat=True))
    payments.lay_instalment_slips(refs=refs, parts=[], by=by, at=at, on=on)
