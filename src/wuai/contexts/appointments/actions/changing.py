"""Another time, or none: by the person until it is too late, by the branch, by a closure."""

import uuid
from datetime import datetime

from wuai.contexts.appointments.actions.booking import case_ref
from wuai.contexts.appointments.actions.places import (
    free_lapsed,
    held_booking,
    held_slots,
    made_slot,
    needs_place,
    within_window,
)
from wuai.contexts.appointments.actions.telling import tell
from wuai.contexts.appointments.events import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMoved,
)
from wuai.contexts.appointments.models import Booking
from wuai.contexts.appointments.queries.codes import code_index
from wuai.contexts.appointments.queries.slots import closed_days
from wuai.contexts.appointments.rules import life
from wuai.contexts.appointments.rules.changing import OverAlready, own_change
from wuai.contexts.appointments.rules.times import half_of
from wuai.kernel.refs import short_code
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish

_KIND = "appointment"


@action("appointment.move")
def move(
    *, ref: uuid.UUID, starts_at: datetime, room: str | None = None, reason: str = "", by: Actor,
    at: datetime,
) -> Booking:  # fmt: skip
    """Give a booking another time in one step: the new place is taken or the old one kept."""
    wanted = _wanted(ref, starts_at, room, by, at)
    booking = held_booking(ref, by, also=[wanted])
    before = booking.slot
    booking.state = life.move("MOVE", booking.state)
    _may_change(booking, by, at)
    if before.id == wanted:
        record(kind=_KIND, ref=ref, branch_id=booking.branch_id, data={"same": True})
        return booking
    slot = held_slots([wanted])[0]
    free_lapsed(slot, at)
    needs_place(slot)
    booking.slot, booking.reminded_at, booking.ready_at, booking.ready_name = slot, None, None, ""
    booking.save()
    record(
        kind=_KIND, ref=ref, branch_id=booking.branch_id, case=case_ref(booking), reason=reason,
        data={"number": booking.number, "from": before.starts_at.isoformat(),
              "to": slot.starts_at.isoformat()},
    )  # fmt: skip
    publish(
        AppointmentMoved(
            booking.branch_id, str(ref), booking.service.code, booking.case_id,
            before.on.isoformat(), slot.on.isoformat(),
        )
    )  # fmt: skip
    tell(booking, "MOVED", at=at)
    return booking


def _wanted(ref: uuid.UUID, starts_at: datetime, room: str | None, by: Actor, at: datetime) -> int:
    """The id of the slot that a booking shall move to, not locked yet."""
    found = Booking.objects.select_related("service").filter(ref=ref).first()
    if found is None:
        return held_booking(ref, by).slot_id
    within_window(found.service, starts_at, by, at)
    return made_slot(found.service, starts_at, room)


def _may_change(booking: Booking, by: Actor, at: datetime) -> None:
    if by.kind in {"public", "citizen"}:
        own_change(
            booking.slot.starts_at, at=at, change_days=booking.service.change_days,
            self_service=booking.service.self_service,
        )  # fmt: skip


@action("appointment.cancel")
def cancel(*, ref: uuid.UUID, reason: str = "", by: Actor, at: datetime) -> Booking:
    """Cancel; the place is free at once, and once only."""
    booking = held_booking(ref, by)
    own = by.kind in {"public", "citizen"}
    if own and booking.state == life.CANCELLED:
        record(kind=_KIND, ref=ref, branch_id=booking.branch_id, data={"replayed": True})
        return booking
    if not own and booking.state == life.BOOKED and booking.slot.starts_at <= at:
        raise OverAlready
    state = life.move("CANCEL", booking.state)
    _may_change(booking, by, at)
    booking.state = state
    end(booking, life.BY_PERSON if own else life.BY_BRANCH, reason, by, at)
    return booking


def end(booking: Booking, ground: str, reason: str, by: Actor, at: datetime) -> None:
    """Write a cancelled booking, and tell everybody."""
    booking.ground, booking.ended_at, booking.ended_name = ground, at, by.name
    booking.result = reason[:500]
    if ground != life.BY_PERSON:
        booking.reminded_at = None  # whom no mail reaches is called, and that call is recorded
    booking.save()
    record(
        kind=_KIND, ref=booking.ref, branch_id=booking.branch_id, case=case_ref(booking),
        reason=reason, data={"number": booking.number, "ground": ground},
    )  # fmt: skip
    publish(
        AppointmentCancelled(
            booking.branch_id, str(booking.ref), booking.service.code, booking.case_id, ground,
            booking.slot.on.isoformat(),
        )
    )  # fmt: skip
    tell(booking, "CLOSED" if ground == life.BY_CLOSURE else "CANCELLED", at=at)


@action("appointment.close_out")
def close_out(*, ref: uuid.UUID, closure_id: int, by: Actor, at: datetime) -> bool:
    """Cancel a booking whose day was declared closed; False when the day is worked after all."""
    booking = held_booking(ref, by)
    gone = booking.state == life.BOOKED and _is_closed(booking)
    if not gone:
        record(kind=_KIND, ref=ref, branch_id=booking.branch_id, data={"closed": False})
        return False
    booking.state, booking.closure_id = life.move("CANCEL", booking.state), closure_id
    end(booking, life.BY_CLOSURE, "", by, at)
    return True


@action("appointment.restore")
def restore(*, ref: uuid.UUID, closure_id: int, by: Actor, at: datetime) -> bool:
    """Give back what a withdrawn closure took, if the time is ahead and the place still free."""
    booking = held_booking(ref, by)
    slot = booking.slot
    free_lapsed(slot, at)
    stands = (
        booking.state == life.CANCELLED and booking.closure_id == closure_id
        and slot.starts_at > at and slot.taken < slot.capacity + slot.extra
        and not slot.closed_because and not _is_closed(booking)
    )  # fmt: skip
    if stands:
        booking.state = life.move("RESTORE", booking.state)
        booking.ground, booking.ended_at, booking.ended_name = "", None, ""
        booking.closure_id = None
        booking.save()
        publish(
            AppointmentBooked(
                booking.branch_id, str(ref), booking.service.code, booking.case_id,
                slot.on.isoformat(),
            )
        )  # fmt: skip
        tell(booking, "RESTORED", at=at)
    record(
        kind=_KIND, ref=ref, branch_id=booking.branch_id, case=case_ref(booking) if stands else None,
        data={"restored": stands, "number": booking.number},
    )  # fmt: skip
    return stands


def _is_closed(booking: Booking) -> bool:
    on = booking.slot.on
    return half_of(booking.slot.starts_at) in closed_days(booking.branch_id, on, on)[on]


@action("appointment.new_code")
def new_code(*, ref: uuid.UUID, by: Actor, at: datetime) -> str:
    """Another code for a person who lost it; the old one no longer opens anything."""
    booking = held_booking(ref, by)
    code = short_code()
    booking.code_index = code_index(code)
    booking.save(update_fields=["code_index"])
    record(kind=_KIND, ref=ref, branch_id=booking.branch_id)
    return code
