"""Taking a place: the slots first, in the order of their ids, then the booking."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db.models import F
from django.db.models.functions import Greatest

from wuai.contexts.appointments.models import Booking, Service, Slot
from wuai.contexts.appointments.queries.slots import opening_at
from wuai.contexts.appointments.rules.life import EXPIRED, HELD
from wuai.contexts.appointments.rules.times import SlotFull, TooSoonOrTooFar, window
from wuai.kernel.refusal import Refusal
from wuai.kernel.taipei import day_of
from wuai.platform.actors import Actor


class AppointmentUnknown(Refusal):
    code = "APPOINTMENT_UNKNOWN"
    zh = "查無這件預約"
    en = "There is no such appointment"
    next_zh = "請查對預約編號與查詢碼，或打電話給分署"
    next_en = "Check number and code, or call the branch"
    status = 404


def slot_at(given: Service, starts_at: datetime, room: str | None, at: datetime) -> Slot:
    """The slot of a time, made when it is not there yet and locked; what lapsed in it is freed."""
    slot = held_slots([made_slot(given, starts_at, room)])[0]
    free_lapsed(slot, at)
    return slot


def made_slot(given: Service, starts_at: datetime, room: str | None) -> int:
    """The id of the slot of a time, made when it is not there yet; nothing is locked."""
    one = opening_at(given, starts_at, room)
    where = {"service": given, "starts_at": one.starts_at, "room": one.room}
    Slot.objects.bulk_create(
        [Slot(**where, ends_at=one.ends_at, on=one.on, capacity=one.capacity, room_en=one.room_en)],
        ignore_conflicts=True,
    )
    found = Slot.objects.get(**where)
    if found.capacity != one.capacity:
        # The pattern changed since; who is in stays in.
        Slot.objects.filter(id=found.id).update(
            capacity=Greatest(F("taken") - F("extra"), one.capacity)
        )
    return found.id


def held_slots(ids: Iterable[int]) -> list[Slot]:
    """Slots, locked in the order of their ids."""
    found = Slot.objects.select_for_update(no_key=True).filter(id__in=sorted(set(ids)))
    return list(found.order_by("id"))


def free_lapsed(slot: Slot, at: datetime) -> int:
    """Give the places back whose short hold has run out; their personal data go."""
    freed = Booking.objects.filter(slot=slot, state=HELD, held_until__lte=at).update(
        state=EXPIRED, ended_at=at, name="", phone="", email="", case_text="", note="", address="",
        want="",
    )  # fmt: skip
    if freed:
        slot.refresh_from_db(fields=["taken"])
    return freed


def needs_place(slot: Slot) -> None:
    """Refuse a slot that is closed or full."""
    if slot.closed_because or slot.taken >= slot.capacity + slot.extra:
        raise SlotFull(field="starts_at")


def within_window(given: Service, starts_at: datetime, by: Actor, at: datetime) -> None:
    """Refuse what is over; the public keeps to the days that the service takes."""
    own = by.kind in {"public", "citizen"}
    on = day_of(starts_at)
    days = {"lead_days": given.lead_days, "horizon_days": given.horizon_days}
    if starts_at <= at or (own and not window(on, today=day_of(at), **days)):
        raise TooSoonOrTooFar(field="starts_at")


def held_booking(ref: uuid.UUID, by: Actor, *, also: Iterable[int] = ()) -> Booking:
    """A booking, locked after its slot and the slots in ``also``; others' branches have none."""
    while True:
        found = Booking.objects.filter(ref=ref).first()
        if found is None or (by.kind == "staff" and by.branch_id != found.branch_id):
            raise AppointmentUnknown
        held_slots([found.slot_id, *also])
        booking = (
            Booking.objects.select_for_update(of=("self",))
            .select_related("service", "slot")
            .get(id=found.id)
        )
        if booking.slot_id == found.slot_id or booking.slot_id in also:
            return booking
