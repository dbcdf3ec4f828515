"""The day itself: who is assigned, what is ready, who came, what came of it."""

import uuid
from datetime import datetime, timedelta

from wuai.contexts.appointments.actions.booking import (
    Person,
    Wish,
    case_ref,
    confirm,
    put_person,
)
from wuai.contexts.appointments.actions.places import held_booking, slot_at
from wuai.contexts.appointments.actions.telling import tell
from wuai.contexts.appointments.events import AppointmentEnded
from wuai.contexts.appointments.models import Booking, Service, Slot
from wuai.contexts.appointments.queries.codes import code_index
from wuai.contexts.appointments.queries.slots import all_openings, service
from wuai.contexts.appointments.rules import changing, life
from wuai.contexts.appointments.rules.times import NoSuchTime, Opening
from wuai.contexts.organisation import api as organisation
from wuai.kernel.refs import short_code
from wuai.kernel.refusal import Refusal
from wuai.kernel.taipei import day_of
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish

_KIND = "appointment"


class MemberElsewhere(Refusal):
    code = "APPOINTMENT_MEMBER_ELSEWHERE"
    zh = "這位同仁那天不在本分署任職"
    en = "This person does not serve at this branch on that day"
    next_zh = "請由名單選擇"
    next_en = "Choose from the list"
    status = 422


class OutcomeMissing(Refusal):
    code = "APPOINTMENT_OUTCOME_MISSING"
    zh = "請選擇辦理結果；選「其他」要寫明"
    en = "Choose what came of it; “other” needs words"
    next_zh = "請選擇後再記錄"
    next_en = "Choose, then record"
    status = 422


@action("appointment.check_in")
def check_in(*, ref: uuid.UUID, by: Actor, at: datetime) -> Booking:
    """Record that the person is here."""
    booking = held_booking(ref, by)
    booking.state, booking.arrived_at = life.move("CHECK_IN", booking.state), at
    booking.ended_at, booking.ended_name = None, ""
    booking.save()
    _note(booking, {"number": booking.number})
    return booking


@action("appointment.finish")
def finish(*, ref: uuid.UUID, outcome: str, result: str, by: Actor, at: datetime) -> Booking:
    """Record what came of it (a visit at home needs no check-in)."""
    booking = held_booking(ref, by)
    if outcome not in life.OUTCOMES or (outcome == "OTHER" and not result.strip()):
        raise OutcomeMissing(field="outcome")
    booking.state = life.move("FINISH", booking.state)
    booking.arrived_at = booking.arrived_at or at
    booking.outcome, booking.result = outcome, result.strip()[:500]
    _end(booking, by, at)
    return booking


@action("appointment.miss")
def miss(*, ref: uuid.UUID, by: Actor, at: datetime) -> Booking:
    """Record that the person did not come; a late arrival can still be checked in."""
    booking = held_booking(ref, by)
    changing.missed(booking.slot.starts_at, at)
    booking.state = life.move("MISS", booking.state)
    _end(booking, by, at)
    return booking


def _end(booking: Booking, by: Actor, at: datetime) -> None:
    booking.ended_at, booking.ended_name = at, by.name
    booking.save()
    _note(booking, {"number": booking.number, "outcome": booking.outcome})
    publish(
        AppointmentEnded(
            booking.branch_id, str(booking.ref), booking.service.code, booking.case_id,
            booking.state, booking.slot.on.isoformat(),
        )
    )  # fmt: skip


def _note(booking: Booking, data: dict[str, str]) -> None:
    record(
        kind=_KIND, ref=booking.ref, branch_id=booking.branch_id, case=case_ref(booking), data=data
    )


@action("appointment.ready")
def ready(*, ref: uuid.UUID, by: Actor, at: datetime) -> Booking:
    """Record that what the person comes for is prepared."""
    booking = held_booking(ref, by)
    life.move("MOVE", booking.state)
    booking.ready_at, booking.ready_name = at, by.name
    booking.save(update_fields=["ready_at", "ready_name"])
    record(kind=_KIND, ref=ref, branch_id=booking.branch_id)
    return booking


@action("appointment.assign")
def assign(*, ref: uuid.UUID, member_id: int, by: Actor, at: datetime) -> Booking:
    """Say who serves this person or makes this visit."""
    booking = held_booking(ref, by)
    serving = {one.id for one in organisation.members(booking.branch_id, on=booking.slot.on)}
    if member_id not in serving:
        raise MemberElsewhere(field="member_id")
    life.move("MOVE", booking.state)
    booking.assigned_id = member_id
    booking.save(update_fields=["assigned"])
    record(kind=_KIND, ref=ref, branch_id=booking.branch_id, data={"member": member_id})
    return booking


@action("appointment.remind")
def remind(*, ref: uuid.UUID, by: Actor, at: datetime) -> bool:
    """Remind by mail, once for a time; False when there is no address or nothing to remind of."""
    booking = held_booking(ref, by)
    due = booking.state == life.BOOKED and booking.reminded_at is None and booking.slot.starts_at > at  # fmt: skip
    told = due and tell(booking, "REMIND", at=at)
    if told:
        booking.reminded_at = at
        booking.save(update_fields=["reminded_at"])
    record(kind=_KIND, ref=ref, branch_id=booking.branch_id, data={"reminded": told})
    return told


@action("appointment.called")
def called(*, ref: uuid.UUID, by: Actor, at: datetime) -> None:
    """Record that somebody was reminded, or told of a cancelled appointment, by telephone."""
    booking = held_booking(ref, by)
    if booking.state != life.CANCELLED or booking.ground == life.BY_PERSON:
        life.move("MOVE", booking.state)
    booking.reminded_at = at
    booking.save(update_fields=["reminded_at"])
    record(kind=_KIND, ref=ref, branch_id=booking.branch_id, data={"by": "phone"})


@action("appointment.walk_in")
def walk_in(*, wish: Wish, person: Person, by: Actor, at: datetime) -> Booking:
    """Put somebody who came without appointment into today's running or next time.

    A full time gets one place more: who stands here is served; the figures show it.
    """
    given = service(wish.branch_id, wish.service)
    slot = slot_at(given, *_now(given, at), at)
    done = Booking.objects.filter(branch_id=wish.branch_id, key=wish.key).first()
    if done is not None:
        record(kind=_KIND, ref=done.ref, branch_id=done.branch_id, data={"replayed": True})
        return done
    if slot.taken >= slot.capacity + slot.extra:
        Slot.objects.filter(id=slot.id).update(extra=slot.extra + 1)
    booking = Booking.objects.create(
        branch_id=wish.branch_id, service=given, slot=slot, key=wish.key, channel="WALK_IN",
        code_index=code_index(short_code()), held_at=at, held_until=at + timedelta(minutes=1),
    )  # fmt: skip
    put_person(booking, person)
    confirm(booking, at, day_of(at))
    booking.state, booking.arrived_at = life.move("CHECK_IN", booking.state), at
    booking.save()
    return booking


def _now(given: Service, at: datetime) -> tuple[datetime, str]:
    today = day_of(at)
    later: list[Opening] = [one for one in all_openings(given, today, today) if one.ends_at > at]
    if not later:
        raise NoSuchTime(field="service")
    return later[0].starts_at, later[0].room
