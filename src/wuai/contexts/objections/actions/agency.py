"""To the Agency and back: the file goes out with the opinion, arrives, is decided."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from wuai.contexts.cases import api as cases
from wuai.contexts.objections.actions import clock
from wuai.contexts.objections.actions.held import enter, held
from wuai.contexts.objections.actions.printing import print_later
from wuai.contexts.objections.actions.staying import go_on, stop
from wuai.contexts.objections.rules import life
from wuai.contexts.objections.rules import objecting as o
from wuai.kernel.roc_dates import long_zh
from wuai.platform.actions import action
from wuai.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class Decided:
    """What the Agency decided, as its paper says."""

    decision: str
    decided_on: date
    number: str
    text: str


@action("objection.forward")
def forward(
    *, ref: uuid.UUID, forwarded_on: date, number: str, by: Actor, at: datetime, on: date
) -> None:
    """Send the file with the opinion to the Agency: with that the branch's ten days are kept."""
    row = held(ref, by, life.RECORD)
    move = life.move("FORWARD", row.state)
    row.forwarded_on = o.check_day(forwarded_on, row.approved_on or on, on, "forwarded_on")
    row.forward_no = life.reason(number, "number")[:60]
    clock.met(row, clock.OPINION, row.forwarded_on, by, at)
    told = (
        f"已於 {long_zh(row.forwarded_on)} 加具意見送行政執行署決定。"
        " / Sent to the Agency with our opinion."
    )
    enter(row, move, note=row.forward_no, told=told, by=by, at=at, on=on)
    print_later(row, "FILE")
    print_later(row, "LETTER")


@action("objection.arrive")
def arrive(*, ref: uuid.UUID, arrived_on: date, by: Actor, at: datetime, on: date) -> None:
    """Note the day on which the Agency received the file; from it the thirty days run."""
    row = held(ref, by, life.RECORD)
    move = life.move("ARRIVE", row.state)
    row.arrived_on = o.check_day(arrived_on, row.forwarded_on or on, on, "arrived_on")
    case_ref = str(cases.case_row(row.case_id).ref)
    due = clock.begin(row, clock.DECISION, row.arrived_on, case_ref, by, at)
    told = (
        f"行政執行署已收案，應於 {long_zh(due)} 前決定。/ The Agency has it and decides by {due}."
    )
    enter(row, move, told=told, by=by, at=at, on=on)


@action("objection.decide")
def decide(*, ref: uuid.UUID, decided: Decided, by: Actor, at: datetime, on: date) -> str:
    """Note the decision of the Agency and what follows from it; the new state."""
    row = held(ref, by, life.RECORD)
    move = life.move(decided.decision, row.state)
    row.decided_on = o.check_day(decided.decided_on, row.arrived_on or on, on, "decided_on")
    row.decision, row.decision_no = decided.decision, life.reason(decided.number, "number")[:60]
    row.decision_text = decided.text.strip()[:8000]
    clock.met(row, clock.DECISION, row.decided_on, by, at)
    if decided.decision == o.ORDER:
        row.remedy = life.reason(decided.text, "text")
        stop(row, o.FOUND, f"行政執行署 {row.decision_no} 決定", by=by, at=at, on=on)
        told = "行政執行署認為異議有理由：執行停止，我們會依決定撤銷或更正。/ The Agency upheld your objection; we carry out its decision."  # fmt: skip
    else:
        go_on(row, f"行政執行署 {row.decision_no} 駁回異議", by=by, at=at, on=on)
        told = "行政執行署駁回異議，決定書由該署送達；救濟方法見決定書。/ The Agency rejected the objection; its decision says what can be done."  # fmt: skip
    enter(row, move, note=row.decision_no, told=told, by=by, at=at, on=on)
    return row.state
