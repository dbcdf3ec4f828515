"""Refer somebody to help, send the slip, follow it to its end."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wuai.contexts.care.actions.noticing import NotFound, own_case
from wuai.contexts.care.models import Destination, Referral, Step
from wuai.contexts.care.rules import helping as rules
from wuai.contexts.messages import api as messages
from wuai.contexts.organisation import api as organisation
from wuai.kernel.roc_dates import roc_year
from wuai.legal import number
from wuai.platform import numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

SUBJECT = "{branch}：{kind} {number} / a referral waits for you"
BODY = (
    "您好：\n\n{branch}有一件{kind}（編號 {number}）請貴單位協助，轉介單另以公文或專人送達。\n"
    "為了保護當事人，信裡不寫姓名與情況；請電 {phone} 洽詢。\n\n"
    "{branch_en} asks for your help in a referral, number {number}. The slip comes separately; this mail"
    " contains no personal data. Please call {phone}.\n"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a slip says; ``told`` are the kinds of signals that it names."""

    key: uuid.UUID
    case_id: int
    destination: str
    kind: str
    needs: str
    ground: str
    told: tuple[str, ...] = ()
    consented_on: date | None = None
    facts: str = ""
    phone: str = ""


@action("care.refer")
def refer(*, asked: Asked, by: Actor, at: datetime, on: date) -> Referral:
    """Make a referral slip; a repeated ``key`` gives the first one."""
    row = own_case(asked.case_id, by)
    done = Referral.objects.filter(key=asked.key, branch_id=row.branch_id).first()
    if done is not None:
        record(kind="care", ref=done.ref, branch_id=done.branch_id, data={"replayed": True})
        return done
    place = Destination.objects.filter(code=asked.destination, is_active=True).first()
    if place is None or (asked.kind == "EMERGENCY" and not place.takes_emergencies):
        raise NotFound(field="destination")
    consented_on = asked.consented_on if asked.ground in rules.CONSENTS else None
    rules.check_ground(kind=asked.kind, ground=asked.ground, facts=asked.facts, told=asked.told)
    if asked.ground in rules.CONSENTS and (consented_on is None or consented_on > on):
        raise rules.GroundMissing(field="consented_on")
    branch, year = organisation.branch_by_id(row.branch_id), roc_year(on)
    serial = numbers.take(branch_id=branch.id, year=year, kind="care-referral")
    made = Referral.objects.create(
        branch_id=branch.id, party_id=row.obligor_id, case_id=row.id, destination=place,
        number=f"{year}{branch.short_zh}關懷{serial:06d}", key=asked.key, kind=asked.kind,
        told=sorted(set(asked.told)), needs=asked.needs.strip()[:2000], ground=asked.ground,
        consented_on=consented_on, facts=" ".join(asked.facts.split())[:1000],
        phone=asked.phone[:40], made_on=on, made_at=at, made_by=by.ref, made_name=by.name,
        follow_up_on=on,
    )  # fmt: skip
    record(kind="care", ref=made.ref, case=row.ref, branch_id=branch.id,
           data={"number": made.number, "kind": made.kind})  # fmt: skip
    return made


def _held(ref: uuid.UUID, by: Actor) -> Referral:
    held = Referral.objects.select_for_update().filter(ref=ref).first()
    if held is None or (by.kind == "staff" and by.branch_id != held.branch_id):
        raise NotFound
    return held


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened: the move, a note, the amount given, and when to look again."""

    move: str
    note: str = ""
    amount: int = 0
    next_on: date | None = None


@action("care.step")
def take_step(*, ref: uuid.UUID, outcome: Outcome, by: Actor, at: datetime, on: date) -> Referral:
    """Record the next step of a referral: sent, taken up, helped, or how else it ended."""
    held = _held(ref, by)
    way = rules.move(outcome.move, held.state)
    note = " ".join(outcome.note.split())[:1000]
    if way.needs_note and not note:
        raise rules.NoteMissing(field="note")
    held.state = way.target
    if way.code == "SEND":
        held.sent_on = on
        _announce(held, at)
    is_over = way.target not in rules.OPEN
    held.closed_on = on if is_over else None
    held.help_amount = outcome.amount if way.target == "HELPED" else 0
    held.follow_up_on = None if is_over else outcome.next_on or _look_again(held.kind, on)
    held.save()
    Step.objects.create(
        referral=held, move=way.code, on=on, note=note, amount=held.help_amount,
        next_on=held.follow_up_on, at=at, by_ref=by.ref, by_name=by.name,
    )  # fmt: skip
    record(kind="care", ref=ref, branch_id=held.branch_id, data={"move": way.code})
    return held


def _look_again(kind: str, on: date) -> date:
    code = "CARE_EMERGENCY_DAYS" if kind == "EMERGENCY" else "CARE_FOLLOW_UP_DAYS"
    return on + timedelta(days=number(code, on=on))


@action("care.note_step")
def follow_up(
    *, ref: uuid.UUID, note: str, next_on: date, by: Actor, at: datetime, on: date
) -> None:  # fmt: skip
    """Asked how it goes; nothing has changed yet, and it will be asked again on a day."""
    held = _held(ref, by)
    said = " ".join(note.split())[:1000]
    if held.state not in rules.OPEN or next_on <= on:
        raise rules.ReferralMoveNotAllowed(
            state_zh=rules.STATES[held.state].zh, state_en=rules.STATES[held.state].en,
            move_zh="再追蹤", move_en="follow up again",
        )  # fmt: skip
    if not said:
        raise rules.NoteMissing(field="note")
    held.follow_up_on = next_on
    held.save(update_fields=["follow_up_on"])
    Step.objects.create(referral=held, move="FOLLOW_UP", on=on, note=said, next_on=next_on, at=at,
                        by_ref=by.ref, by_name=by.name)  # fmt: skip
    record(kind="care", ref=ref, branch_id=held.branch_id)


def _announce(held: Referral, at: datetime) -> None:
    """Tell the other side that a slip comes."""
    branch = organisation.branch_by_id(held.branch_id)
    if not held.destination.email:
        return
    facts = {
        "branch": branch.name_zh, "branch_en": branch.name_en, "number": held.number,
        "kind": rules.KINDS[held.kind].zh, "phone": branch.phone,
    }  # fmt: skip
    messages.send_mail(
        once_key=f"care:{held.ref}", recipient=held.destination.email,
        subject=SUBJECT.format(**facts), body=BODY.format(**facts), branch_id=held.branch_id,
        at=at,
    )  # fmt: skip
