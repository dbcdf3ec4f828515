"""The certificate on paper: set after commit, kept, given to the buyer, whose it is from that day."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from wuai.contexts.applications import api as applications
from wuai.contexts.auctions.actions.steps import enter, tell
from wuai.contexts.auctions.actions.transferring import held
from wuai.contexts.auctions.models import Transfer
from wuai.contexts.auctions.rules import transferring as rules
from wuai.kernel.refusal import Refusal
from wuai.platform import files
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.queue import later

ANSWER = (
    "權利移轉證書已核發，字號 {number}。請預約「零等待領取」到分署領取正本，或等候掛號郵寄；"
    "自領得正本之日起取得所有權。附件是副本。/ The certificate {number} is issued. Book “Pick-up without"
    " waiting”, or wait for the registered post; you own the property from the day you receive the"
    " original. The attached file is a copy."
)
ANSWER_AFTER = (
    "權利移轉證書早已核發，字號 {number}，正本已經交付。附件是副本；正本遺失，請洽承辦股補發。"
    " / The certificate {number} was issued before and its original handed over. The attached file is"
    " a copy; if the original is lost, ask the section for a reissue."
)


@dataclass(frozen=True, slots=True)
class Made:
    """The certificate as PDF, and the copy that the buyer may download."""

    original: bytes
    copy: bytes


@action("transfer.print")
def keep_made(*, ref: uuid.UUID, made: Made, by: Actor, at: datetime, on: date) -> None:
    """Keep the certificate once, and answer the buyer's request with the copy."""
    row = held(ref, by)
    if row.stored_id:
        record(kind="transfer", ref=ref, branch_id=row.branch_id, data={"replayed": True})
        return
    row.stored = files.store(
        [made.original], kind="transfers", name=f"{row.number}.pdf", media_type="application/pdf",
        at=at, branch_id=row.branch_id,
    )  # fmt: skip
    row.save(update_fields=["stored"])
    record(kind="transfer", ref=ref, branch_id=row.branch_id, data={"sha256": row.stored.sha256})
    _answer(row, made.copy, by, at, on)


@action("transfer.copy")
def give_copy(*, ref: uuid.UUID, copy: bytes, by: Actor, at: datetime, on: date) -> None:
    """Answer who asked after it was printed with the copy; an answered request stays as it is."""
    row = held(ref, by)
    _answer(row, copy, by, at, on)
    record(kind="transfer", ref=ref, branch_id=row.branch_id, data={"copy": True})


def _answer(row: Transfer, copy: bytes, by: Actor, at: datetime, on: date) -> None:
    if row.application_ref is None:
        return
    words = ANSWER_AFTER if row.state == rules.HANDED_OVER else ANSWER
    paper = applications.Paper(f"{row.number}-copy.pdf", len(copy), [copy])
    applications.answered(
        ref=row.application_ref, note=words.format(number=row.number), papers=[paper], by=by,
        at=at, on=on,
    )  # fmt: skip


@action("transfer.unprintable")
def note_not_set(*, ref: uuid.UUID, why: Refusal, by: Actor, at: datetime, on: date) -> None:
    """Keep with the certificate that it could not be set, and why."""
    said = f"{why.text('zh')}。{why.next_step('zh')}。 / {why.text('en')}. {why.next_step('en')}."
    tell(held(ref, by), "NOT_SET", by, at, on, said)


@action("transfer.print_again")
def print_again(*, ref: uuid.UUID, by: Actor, at: datetime) -> None:
    """Let it be set again after what was missing was put right."""
    row = held(ref, by)
    if row.state != rules.ISSUED or row.stored_id:
        raise rules.TransferMoveImpossible(
            state_zh=rules.STATE_NAMES[row.state].zh, state_en=rules.STATE_NAMES[row.state].en
        )
    later("auctions.print", transfer_ref=str(row.ref))
    record(kind="transfer", ref=ref, branch_id=row.branch_id, data={"again": True})


@action("transfer.post")
def post(*, ref: uuid.UUID, post_no: str, by: Actor, at: datetime, on: date) -> None:
    """Note that it went by registered post; the return receipt tells the day it arrived."""
    row = _printed(ref, by)
    if not post_no.strip():
        raise rules.HandOverIncomplete(field="post_no")
    row.way, row.post_no = rules.REGISTERED, post_no.strip()[:40]
    row.save(update_fields=["way", "post_no"])
    tell(row, "SEND", by, at, on, row.post_no)


@action("transfer.hand_over")
def hand_over(*, ref: uuid.UUID, given: rules.HandOver, by: Actor, at: datetime, on: date) -> None:
    """Record that the buyer has it; from that day the property is the buyer's (art. 98)."""
    row = _printed(ref, by)
    rules.check_hand_over(given, row.issued_on or on, on)
    row.way, row.received_on = given.way, given.received_on
    row.receiver, row.identity_seen = given.receiver.strip()[:100], given.identity_seen.strip()[:60]
    row.post_no = given.post_no.strip()[:40] if given.way == rules.REGISTERED else ""
    row.handed_by, row.handed_name = by.ref, by.name
    enter(row, "HAND_OVER", by, at, on)


def _printed(ref: uuid.UUID, by: Actor) -> Transfer:
    row = held(ref, by)
    rules.move("HAND_OVER", row.state)
    if not row.stored_id:
        raise rules.NotPrintedYet
    return row
