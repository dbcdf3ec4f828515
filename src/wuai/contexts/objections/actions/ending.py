"""What was found is carried out; or the objector takes the objection back. And who answers for it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from wuai.contexts.cases import api as cases
from wuai.contexts.identity import api as identity
from wuai.contexts.objections.actions import clock
from wuai.contexts.objections.actions.held import enter, held
from wuai.contexts.objections.actions.printing import print_later
from wuai.contexts.objections.actions.staying import go_on
from wuai.contexts.objections.rules import life
from wuai.contexts.objections.rules import objecting as o
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class Done:
    """How an act was revoked or corrected; ``goes_on``: enforcement continues after it."""

    text: str
    done_on: date
    goes_on: bool


@action("objection.carry_out")
def carry_out(*, ref: uuid.UUID, done: Done, by: Actor, at: datetime, on: date) -> None:
    """Note that the act was revoked or corrected, and let enforcement go on if it does."""
    row = held(ref, by, life.RECORD)
    move = life.move("CARRY_OUT", row.state)
    since = max(day for day in (row.approved_on, row.decided_on) if day is not None)
    row.remedied_on = o.check_day(done.done_on, since, on, "done_on")
    row.remedied = life.reason(done.text, "text")
    if done.goes_on:
        go_on(row, f"異議 {row.number} 已撤銷或更正", by=by, at=at, on=on)
    told = f"已辦理完成：{row.remedied} / It is done; see our letter."
    enter(row, move, told=told[:2000], by=by, at=at, on=on)
    print_later(row, "LETTER")


@action("objection.withdraw")
def withdraw(*, ref: uuid.UUID, reason: str, by: Actor, at: datetime, on: date) -> None:
    """The objector takes it back; after it left for the Agency, the Agency is told too."""
    row = held(ref, by, life.RECORD)
    move, was_sent = life.move("WITHDRAW", row.state), row.state in life.AWAY
    said = life.reason(reason)
    clock.called_off(row, "異議人撤回", by, at)
    go_on(row, f"異議 {row.number} 已撤回", by=by, at=at, on=on)
    enter(
        row, move, note=said, told="異議已撤回。/ The objection was withdrawn.", by=by, at=at, on=on
    )
    if was_sent:
        print_later(row, "TO_AGENCY")


@action("objection.hand_over")
def hand_over(
    *, ref: uuid.UUID, to_ref: str, to_name: str = "", reason: str, by: Actor, at: datetime,
    on: date,
) -> None:  # fmt: skip
    """A colleague of the branch answers for it from now on."""
    row = held(ref, by, life.RECORD)
    to = identity.colleague(row.branch_id, to_ref, on, life.RECORD, life.APPROVE)
    row.owner_ref, row.owner_name = to.ref, to.name
    row.save(update_fields=["owner_ref", "owner_name"])
    record(
        kind="objection", ref=row.ref, branch_id=row.branch_id, reason=life.reason(reason),
        data={"to": to.ref},
    )  # fmt: skip


@action("objection.follow_case")
def follow_case(*, ref: uuid.UUID, by: Actor, at: datetime) -> None:
    """Go with the case to the section that has it now; whoever had it there answers no more."""
    row = held(ref, by, life.RECORD)
    section_id = cases.case_row(row.case_id).section_id
    moved = row.ended_on is None and row.section_id != section_id
    if moved:
        row.section_id, row.owner_ref, row.owner_name = section_id, "", ""
        row.save(update_fields=["section_id", "owner_ref", "owner_name"])
        clock.handed_over(row, by, at)
    record(kind="objection", ref=row.ref, branch_id=row.branch_id, data={"moved": moved})
