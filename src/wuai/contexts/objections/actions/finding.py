"""What the branch finds: one person proposes it with an opinion, another approves it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from wuai.contexts.objections.actions import clock
from wuai.contexts.objections.actions.held import enter, held
from wuai.contexts.objections.actions.printing import print_later
from wuai.contexts.objections.actions.staying import go_on, stop
from wuai.contexts.objections.models import Objection
from wuai.contexts.objections.queries.objections import proposal_of
from wuai.contexts.objections.rules import life
from wuai.contexts.objections.rules import objecting as o
from wuai.kernel.bilingual import Bilingual
from wuai.platform.actions import action
from wuai.platform.actors import Actor

_TOLD = {
    o.UPHELD: Bilingual(
        "您的異議有理由：執行已停止，我們會撤銷或更正，完成後再告訴您。",
        "Your objection is well-founded: enforcement stopped, and the act will be revoked or corrected.",
    ),
    o.UNFOUNDED: Bilingual(
        "我們認為異議無理由，會附上意見送行政執行署決定；決定由該署通知您。",
        "We find the objection unfounded and send it with our opinion to the Agency, which decides and tells you.",
    ),
    o.NOT_OURS: Bilingual(
        "您提出的不是對執行的異議，理由與可以向哪裡提出，請看我們的信。",
        "What you raise is no objection against enforcement; our letter says why and where to turn.",
    ),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What is proposed; ``remedy`` says what is to be revoked or corrected when it is well-founded."""

    finding: str
    opinion: str
    remedy: str = ""


@action("objection.propose")
def propose(*, ref: uuid.UUID, found: Found, by: Actor, at: datetime, on: date) -> None:
    """Propose a finding, with the reasons."""
    row = held(ref, by, life.RECORD)
    move = life.move("PROPOSE", row.state)
    row.finding, row.opinion = found.finding, life.reason(found.opinion, "opinion")
    row.remedy = life.reason(found.remedy, "remedy") if found.finding == o.UPHELD else ""
    row.proposed_by, row.proposed_name = by.ref, by.name
    enter(row, move, note=o.FINDINGS[found.finding].zh, by=by, at=at, on=on)


@action("objection.send_back")
def send_back(*, ref: uuid.UUID, reason: str, by: Actor, at: datetime, on: date) -> None:
    """Send a proposal back to whoever wrote it."""
    row = held(ref, by, life.APPROVE)
    move = life.move("SEND_BACK", row.state)
    o.two_people(row.proposed_by, by.ref)
    enter(row, move, note=life.reason(reason), by=by, at=at, on=on)


@action("objection.approve")
def approve(
    *, ref: uuid.UUID, proposal: int, note: str = "", by: Actor, at: datetime, on: date
) -> str:  # fmt: skip
    """Approve what was proposed: stop and remedy, send to the Agency, or pass on; the new state.

    ``proposal`` is the one that was read (``proposal_of``); another one is not approved.
    """
    row = held(ref, by, life.APPROVE)
    move = o.approval(row.finding, row.state) if row.finding else life.move("DISAGREE", row.state)
    o.two_people(row.proposed_by, by.ref)
    o.same_proposal(proposal, proposal_of(row.ref))
    row.approved_by, row.approved_name, row.approved_on = by.ref, by.name, on
    _take_effect(row, by, at, on)
    told = _TOLD[row.finding]
    enter(row, move, note=note, told=f"{told.zh} / {told.en}", by=by, at=at, on=on)
    if row.finding != o.UNFOUNDED:
        print_later(row, "LETTER")
    return row.state


def _take_effect(row: Objection, by: Actor, at: datetime, on: date) -> None:
    if row.finding == o.UPHELD:
        stop(row, o.FOUND, row.opinion, by=by, at=at, on=on)
    if row.finding == o.NOT_OURS:
        go_on(row, "非聲明異議，已告知", by=by, at=at, on=on)
    if row.finding != o.UNFOUNDED:
        # The branch did what the law asks of it; an unfounded one has to leave the house first.
        clock.met(row, clock.OPINION, on, by, at)
