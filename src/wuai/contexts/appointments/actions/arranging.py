"""When services are given and who serves: patterns, closed times, the roster."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from wuai.contexts.appointments.actions.changing import end
from wuai.contexts.appointments.actions.places import (
    AppointmentUnknown,
    held_slots,
    made_slot,
)
from wuai.contexts.appointments.actions.serving import MemberElsewhere
from wuai.contexts.appointments.models import Booking, Duty, Pattern, Service, Slot
from wuai.contexts.appointments.queries.slots import ServiceUnknown, any_service, service
from wuai.contexts.appointments.rules import life
from wuai.contexts.appointments.rules.times import NoSuchTime
from wuai.contexts.organisation import api as organisation
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

MOST_CAPACITY = 500


class PatternNotSensible(Refusal):
    code = "APPOINTMENT_PATTERN_NOT_SENSIBLE"
    zh = "時段要選星期、結束晚於開始、至少容得下一個 5 分鐘以上的時段、人數 1 至 500"
    en = "Choose weekdays, an end after the start, pieces of 5 minutes or more that fit, 1 to 500 people"
    next_zh = "請查對後再送出"
    next_en = "Check it and send again"
    status = 422


@dataclass(frozen=True, slots=True)
class Week:
    """When a service is given from a day on."""

    weekdays: tuple[int, ...]
    starts: time
    ends: time
    minutes: int
    capacity: int
    room: str
    since: date
    room_en: str = ""


@action("appointment.add_pattern")
def add_pattern(*, service_code: str, week: Week, by: Actor, at: datetime) -> Pattern:
    """Open times of a service."""
    given = any_service(by.branch_id or 0, service_code)
    whole = (week.ends.hour - week.starts.hour) * 60 + week.ends.minute - week.starts.minute
    fits = 5 <= week.minutes <= whole and 1 <= week.capacity <= MOST_CAPACITY
    if not week.weekdays or not fits or not set(week.weekdays) <= set(range(7)):
        raise PatternNotSensible
    pattern = Pattern.objects.create(
        service=given, weekdays=sorted(set(week.weekdays)), starts=week.starts, ends=week.ends,
        minutes=week.minutes, capacity=week.capacity, room=week.room, room_en=week.room_en,
        since=week.since,
    )  # fmt: skip
    record(kind="appointment-service", ref=given.code, data={"pattern": pattern.id})
    return pattern


@action("appointment.end_pattern")
def end_pattern(*, pattern_id: int, until: date, by: Actor, at: datetime) -> None:
    """Close times of a service after a day; what is booked already stays booked."""
    pattern = Pattern.objects.select_for_update().filter(
        id=pattern_id, service__branch_id=by.branch_id or 0
    ).select_related("service").first()  # fmt: skip
    if pattern is None:
        raise ServiceUnknown
    pattern.until = max(until, pattern.since - timedelta(days=1))
    pattern.save(update_fields=["until"])
    record(
        kind="appointment-service", ref=pattern.service.code,
        data={"pattern": pattern.id, "until": pattern.until.isoformat()},
    )  # fmt: skip


@action("appointment.set_service")
def set_service(
    *, service_id: int, lead_days: int, horizon_days: int, change_days: int, is_active: bool,
    by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Set how early, how far ahead and until when people may book and change."""
    held = (
        Service.objects.select_for_update()
        .filter(id=service_id, branch_id=by.branch_id or 0)
        .first()
    )
    if held is None:
        raise ServiceUnknown
    if not 0 <= lead_days < horizon_days <= 365 or not 0 <= change_days <= 30:
        raise PatternNotSensible
    held.lead_days, held.horizon_days = lead_days, horizon_days
    held.change_days, held.is_active = change_days, is_active
    held.save()
    record(kind="appointment-service", ref=held.code, data={"lead": lead_days, "active": is_active})


@action("appointment.close_slot")
def close_slot(
    *, service_code: str, starts_at: datetime, room: str, reason: str, by: Actor, at: datetime
) -> int:
    """Take one time off; who was booked there is told. How many comes back."""
    given = service(by.branch_id or 0, service_code)
    if starts_at <= at:
        raise NoSuchTime
    slot = held_slots([made_slot(given, starts_at, room)])[0]
    slot.closed_because = reason.strip()[:200] or "—"
    slot.save(update_fields=["closed_because"])
    found = Booking.objects.select_for_update(of=("self",)).filter(slot=slot, state=life.BOOKED)
    told = 0
    for booking in found.select_related("service", "slot").order_by("id"):
        booking.state = life.move("CANCEL", booking.state)
        end(booking, life.BY_BRANCH, reason, by, at)
        told += 1
    record(kind="appointment-slot", ref=slot.ref, reason=reason, data={"told": told})
    return told


@action("appointment.open_slot")
def open_slot(*, slot_ref: uuid.UUID, by: Actor, at: datetime) -> None:
    """Give a time again that was taken off."""
    slot = Slot.objects.select_for_update(no_key=True, of=("self",)).filter(
        ref=slot_ref, service__branch_id=by.branch_id or 0
    ).first()  # fmt: skip
    if slot is None:
        raise AppointmentUnknown
    slot.closed_because = ""
    slot.save(update_fields=["closed_because"])
    record(kind="appointment-slot", ref=slot_ref)


@action("appointment.put_on_duty")
def put_on_duty(*, service_code: str, on: date, member_id: int, by: Actor, at: datetime) -> None:
    """Say who serves at a service on a day."""
    given = service(by.branch_id or 0, service_code)
    if member_id not in {one.id for one in organisation.members(given.branch_id, on=on)}:
        raise MemberElsewhere(field="member_id")
    Duty.objects.get_or_create(service=given, on=on, member_id=member_id)
    record(kind="appointment-service", ref=given.code,
           data={"on": on.isoformat(), "member": member_id})  # fmt: skip


@action("appointment.take_off_duty")
def take_off_duty(*, duty_id: int, by: Actor, at: datetime) -> None:
    """Take somebody off the roster of a day."""
    duty = Duty.objects.filter(id=duty_id, service__branch_id=by.branch_id or 0).first()
    if duty is None:
        raise AppointmentUnknown
    record(kind="appointment-service", ref=duty.service.code,
           data={"on": duty.on.isoformat(), "off": duty.member_id})  # fmt: skip
    duty.delete()
