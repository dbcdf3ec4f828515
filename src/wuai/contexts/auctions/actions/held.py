"""Holding a notice or a certificate while something is done with it: its case first."""

import uuid
from datetime import date, datetime

from wuai.contexts.auctions.models import Preemption, PreemptionStep
from wuai.contexts.auctions.rules import preempting as rules
from wuai.contexts.cases import api as cases
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import record
from wuai.platform.actors import Actor


class AuctionsNotFound(Refusal):
    code = "AUCTIONS_NOT_FOUND"
    zh = "查無這件資料"
    en = "There is no such thing"
    next_zh = "請由清單重新開啟"
    next_en = "Open it again from the list"
    status = 404


def own_case(case_id: int, by: Actor) -> cases.CaseRow:
    """The case, locked, if it is of the branch of who acts; others do not exist for them."""
    [row] = cases.lock_cases([case_id])
    if by.branch_id is not None and by.branch_id != row.branch_id:
        raise AuctionsNotFound
    return row


def held(ref: uuid.UUID, by: Actor) -> Preemption:
    """The notice, locked after its case."""
    found = Preemption.objects.filter(ref=ref).values_list("case_id", flat=True).first()
    if found is None:
        raise AuctionsNotFound
    own_case(found, by)
    return Preemption.objects.select_for_update().get(ref=ref)


def enter(
    row: Preemption, move: str, by: Actor, at: datetime, on: date, note: str = ""
) -> None:  # fmt: skip
    """Go on by one move of the table, and say so."""
    row.state = rules.move(move, row.state).to
    row.ended_on = None if row.state in rules.OPEN else on
    row.save()
    tell(row, move, by, at, on, note)


def tell(row: Preemption, move: str, by: Actor, at: datetime, on: date, note: str = "") -> None:
    """Keep a step, and the line of history."""
    PreemptionStep.objects.create(
        preemption=row, move=move, state=row.state, on=on, note=note[:1000], at=at, by_ref=by.ref,
        by_name=by.name,
    )  # fmt: skip
    record(
        kind="preemption", ref=row.ref, case=cases.case_row(row.case_id).ref,
        branch_id=row.branch_id, data={"move": move, "to": row.state},
    )  # fmt: skip
