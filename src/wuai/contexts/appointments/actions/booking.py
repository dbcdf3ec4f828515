"""Booking: a short hold while the form is filled in, then the booking; or both at once at the desk."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from wuai.contexts.appointments.actions.places import (
    held_booking,
    needs_place,
    slot_at,
    within_window,
)
from wuai.contexts.appointments.actions.telling import tell
from wuai.contexts.appointments.events import AppointmentBooked
from wuai.contexts.appointments.models import Booking, Service
from wuai.contexts.appointments.queries.codes import code_index
from wuai.contexts.appointments.queries.slots import service
from wuai.contexts.appointments.rules import life
from wuai.contexts.appointments.rules.changing import NotByYourself, may_hold_another
from wuai.contexts.appointments.rules.times import HOLD_MINUTES
from wuai.contexts.cases import api as cases
from wuai.kernel.refs import short_code
from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import roc_year
from wuai.platform import numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish

_KIND = "appointment"


class HoldLapsed(Refusal):
    code = "APPOINTMENT_HOLD_LAPSED"
    zh = "保留的時間已過，時段讓給別人了"
    en = "The hold has run out and the place may be somebody else's"
    next_zh = "請重新選擇時段"
    next_en = "Please choose a time again"


class DetailsMissing(Refusal):
    code = "APPOINTMENT_DETAILS_MISSING"
    zh = "預約還缺：{what_zh}"
    en = "Still missing: {what_en}"
    next_zh = "請補上再送出"
    next_en = "Fill it in, then send"
    status = 422


@dataclass(frozen=True, slots=True)
class Wish:
    """Which time is wanted; ``key`` was made with the form, so that twice is once."""

    branch_id: int
    service: str
    starts_at: datetime
    key: uuid.UUID
    channel: str = "WEB"
    room: str | None = None
    language: str = "zh-hant"


@dataclass(frozen=True, slots=True)
class Person:
    """Who comes, and about what."""

    name: str
    phone: str = ""
    email: str = ""
    case_id: int | None = None
    party_id: int | None = None
    case_text: str = ""
    want: str = ""
    note: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A hold: ``code`` is shown to the person and kept nowhere; empty when it was held before."""

    ref: uuid.UUID
    code: str
    until: datetime | None


@action("appointment.hold")
def hold(*, wish: Wish, by: Actor, at: datetime) -> Held:
    """Keep a place for some minutes; the same key keeps the same place."""
    given = service(wish.branch_id, wish.service)
    if by.kind in {"public", "citizen"} and not given.self_service:
        raise NotByYourself
    done = Booking.objects.filter(branch_id=wish.branch_id, key=wish.key).first()
    if done is not None:
        record(kind=_KIND, ref=done.ref, branch_id=done.branch_id, data={"replayed": True})
        return Held(done.ref, "", done.held_until)
    booking, code = _take(given, wish, by, at)
    record(
        kind=_KIND, ref=booking.ref, branch_id=booking.branch_id,
        data={"service": given.code, "slot": str(booking.slot.ref)},
    )  # fmt: skip
    return Held(booking.ref, code, booking.held_until)


def _take(given: Service, wish: Wish, by: Actor, at: datetime) -> tuple[Booking, str]:
    within_window(given, wish.starts_at, by, at)
    slot = slot_at(given, wish.starts_at, wish.room, at)
    # Somebody may have sent the same form while we waited for the slot.
    there = Booking.objects.filter(branch_id=wish.branch_id, key=wish.key).first()
    if there is not None:
        return there, ""
    needs_place(slot)
    code = short_code()
    booking = Booking.objects.create(
        branch_id=wish.branch_id, service=given, slot=slot, key=wish.key, channel=wish.channel,
        language=wish.language[:10], code_index=code_index(code), held_at=at,
        held_until=at + timedelta(minutes=HOLD_MINUTES),
    )  # fmt: skip
    return booking, code


@action("appointment.describe")
def describe(*, ref: uuid.UUID, person: Person, by: Actor, at: datetime) -> None:
    """Keep what was filled in so far with the hold, which begins anew."""
    booking = held_booking(ref, by)
    _still_held(booking, at)
    put_person(booking, person)
    booking.held_until = at + timedelta(minutes=HOLD_MINUTES)
    booking.save()
    record(kind=_KIND, ref=ref, branch_id=booking.branch_id)


@action("appointment.give_back")
def give_back(*, ref: uuid.UUID, by: Actor, at: datetime) -> None:
    """Let a hold go, because the person chooses another time or leaves, or because it has run out."""
    booking = held_booking(ref, by)
    lapsed = booking.held_until is not None and booking.held_until <= at
    if booking.state == life.HELD and (lapsed or by.kind != "system"):
        booking.state, booking.ended_at = life.move("EXPIRE", booking.state), at
        put_person(booking, Person(""))
        booking.save()
    record(kind=_KIND, ref=ref, branch_id=booking.branch_id, data={"state": booking.state})


@action("appointment.book")
def book(*, ref: uuid.UUID, by: Actor, at: datetime, on: date) -> Booking:
    """Turn a described hold into a booking; sent again, it is the same booking."""
    booking = held_booking(ref, by)
    if booking.state == life.BOOKED:
        record(kind=_KIND, ref=ref, branch_id=booking.branch_id, data={"replayed": True})
        return booking
    _still_held(booking, at)
    if by.kind in {"public", "citizen"}:
        ahead = Booking.objects.filter(
            branch_id=booking.branch_id, phone=booking.phone, state=life.BOOKED,
            slot__starts_at__gt=at,
        )  # fmt: skip
        may_hold_another(ahead.count() if booking.phone else 0)
    confirm(booking, at, on)
    return booking


@action("appointment.book_now")
def book_now(
    *, wish: Wish, person: Person, by: Actor, at: datetime, on: date
) -> tuple[Booking, str]:
    """Book in one step what came by counter, telephone, letter, or what the branch sets itself.

    The code comes back once; a repeated sending gives the first booking without it.
    """
    given = service(wish.branch_id, wish.service)
    done = Booking.objects.filter(branch_id=wish.branch_id, key=wish.key).first()
    if done is None:
        booking, code = _take(given, wish, by, at)
        if code:
            put_person(booking, person)
            confirm(booking, at, on)
            return booking, code
        done = booking
    record(kind=_KIND, ref=done.ref, branch_id=done.branch_id, data={"replayed": True})
    return done, ""


def _still_held(booking: Booking, at: datetime) -> None:
    if booking.state != life.HELD or booking.held_until is None or booking.held_until <= at:
        raise HoldLapsed


def put_person(booking: Booking, person: Person) -> None:
    """Write who comes and about what."""
    found = replace(person, case_id=person.case_id or _case_of(booking.branch_id, person.case_text))
    for name in ("name", "phone", "email", "case_text", "want", "note", "address"):
        setattr(booking, name, getattr(found, name))
    booking.case_id, booking.party_id = found.case_id, found.party_id
    if found.case_id and not found.party_id and booking.channel != "WEB":
        booking.party_id = cases.case_row(found.case_id).obligor_id


def _case_of(branch_id: int, text: str) -> int | None:
    """The case that a number names; whether it exists is not said to who asks."""
    if not text.strip():
        return None
    try:
        return cases.case_by_number(branch_id, text).id
    except cases.CaseUnknown:
        return None


def _complete(booking: Booking) -> None:
    """Refuse a booking that lacks what its service needs; at the desk staff know whom they see."""
    given, online = booking.service, booking.channel == "WEB"
    reached = booking.phone or booking.email or booking.channel in {"OFFICE", "WALK_IN"}
    there = (
        (("姓名", "name"), booking.name),
        (("電話或電子郵件", "telephone or e-mail"), reached),
        (("地址", "address"), booking.address or given.where != "HOME"),
        (("案件", "case"), booking.case_text or not (online and given.needs_case)),
    )
    missing = [words for words, said in there if not said]
    if missing:
        raise DetailsMissing(
            what_zh="、".join(zh for zh, _ in missing), what_en=", ".join(en for _, en in missing)
        )


def confirm(booking: Booking, at: datetime, on: date) -> None:
    """Number a hold that is whole, and tell everybody."""
    _complete(booking)
    booking.state = life.move("BOOK", booking.state)
    year = roc_year(on)
    serial = numbers.take(branch_id=booking.branch_id, year=year, kind="APPOINTMENT")
    booking.number = f"{year}約{serial:06d}"
    booking.booked_at, booking.held_until = at, None
    booking.save()
    record(
        kind=_KIND, ref=booking.ref, branch_id=booking.branch_id, case=case_ref(booking),
        data={"number": booking.number, "service": booking.service.code,
              "channel": booking.channel, "on": booking.slot.on.isoformat()},
    )  # fmt: skip
    publish(
        AppointmentBooked(
            booking.branch_id, str(booking.ref), booking.service.code, booking.case_id,
            booking.slot.on.isoformat(),
        )
    )  # fmt: skip
    tell(booking, "BOOKED", at=at)


def case_ref(booking: Booking) -> uuid.UUID | None:
    """The public id of the case of a booking, for its history."""
    return cases.case_row(booking.case_id).ref if booking.case_id else None
