"""A day at the desk: who comes when, who serves, what is left; and what still has to be done."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from wuai.contexts.appointments.models import Booking, Duty, Service, Slot
from wuai.contexts.appointments.queries.bookings import BookingRow, row_of
from wuai.contexts.appointments.queries.slots import closed_days, hours_of, services
from wuai.contexts.appointments.rules import life
from wuai.contexts.appointments.rules.times import Opening, openings
from wuai.contexts.cases import api as cases
from wuai.kernel.bilingual import Bilingual

_COMING = (life.BOOKED, life.ARRIVED, life.SERVED, life.NO_SHOW)
LISTED = 200


@dataclass(frozen=True, slots=True)
class Guest:
    """One booking as the desk sees it; the address of a visit is not here."""

    row: BookingRow
    name: str
    phone: str
    case_no: str
    case_ref: uuid.UUID | None
    member: str
    reminded: bool
    prepares: bool


@dataclass(frozen=True, slots=True)
class Time:
    """One time of the day with its places."""

    opening: Opening
    taken: int
    places: int
    closed_because: str
    ref: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class ServiceDay:
    """A service on a day: its times, who serves, how many come."""

    service: Service
    name: Bilingual
    times: tuple[Time, ...]
    on_duty: tuple[tuple[int, str], ...]

    @property
    def taken(self) -> int:
        """How many places are taken."""
        return sum(one.taken for one in self.times)

    @property
    def busy(self) -> list[Time]:
        """The times that somebody chose, or that were taken off."""
        return [one for one in self.times if one.taken or one.closed_because]

    @property
    def places(self) -> int:
        """How many places there are."""
        return sum(one.places for one in self.times if not one.closed_because)


def guests(branch_id: int, since: date, until: date, *, service: str = "") -> list[Guest]:
    """Who comes on these days, in order of time."""
    found = Booking.objects.filter(
        branch_id=branch_id, slot__on__range=(since, until), state__in=_COMING
    )
    if service:
        found = found.filter(service__code=service)
    return _guests(found.order_by("slot__starts_at", "service__place", "id")[:LISTED])


def _guests(found: QuerySet[Booking]) -> list[Guest]:
    rows = list(found.select_related("service", "slot", "assigned"))
    held = cases.case_rows({one.case_id for one in rows if one.case_id})
    return [
        Guest(
            row_of(one), one.name, one.phone,
            held[one.case_id].number if one.case_id in held else "",
            held[one.case_id].ref if one.case_id in held else None,
            one.assigned.name_zh if one.assigned else "", one.reminded_at is not None,
            bool(one.service.prepares_zh),
        )
        for one in rows
    ]  # fmt: skip


def service_days(branch_id: int, on: date) -> list[ServiceDay]:
    """What a branch gives on a day; services without a time that day are left out."""
    given = services(branch_id)
    hours, closed = hours_of(one.id for one in given), closed_days(branch_id, on, on)[on]
    slots: dict[int, dict[tuple[datetime, str], Slot]] = defaultdict(dict)
    for slot in Slot.objects.filter(service__in=given, on=on):
        slots[slot.service_id][slot.starts_at, slot.room] = slot
    duties: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for duty in Duty.objects.filter(service__in=given, on=on).select_related("member").order_by("id"):  # fmt: skip
        duties[duty.service_id].append((duty.id, duty.member.name_zh))
    found = [
        ServiceDay(
            one, Bilingual(one.name_zh, one.name_en),
            tuple(_time(o, slots[one.id].get((o.starts_at, o.room)))
                  for o in openings(hours[one.id], on, closed)),
            tuple(duties[one.id]),
        )
        for one in given
    ]  # fmt: skip
    return [one for one in found if one.times]


def _time(one: Opening, slot: Slot | None) -> Time:
    if slot is None:
        return Time(one, 0, one.capacity, "", None)
    return Time(one, slot.taken, one.capacity + slot.extra, slot.closed_because, slot.ref)


def to_prepare(branch_id: int, on: date, days: int) -> list[Guest]:
    """Booked soon, and what has to be ready before is not."""
    found = Booking.objects.filter(
        branch_id=branch_id, state=life.BOOKED, ready_at__isnull=True, service__prepares_zh__gt="",
        slot__on__range=(on, on + timedelta(days=days)),
    )  # fmt: skip
    return _guests(found.order_by("slot__starts_at", "id")[:LISTED])


def to_call(branch_id: int, on: date) -> list[Guest]:
    """Whom no mail reaches: who comes within three days, and whose time was taken away by us."""
    found = Booking.objects.filter(
        Q(state=life.BOOKED, slot__on__lte=on + timedelta(days=3))
        | Q(state=life.CANCELLED, ground__in=[life.BY_BRANCH, life.BY_CLOSURE]),
        branch_id=branch_id, email="", phone__gt="", reminded_at__isnull=True, slot__on__gte=on,
    )  # fmt: skip
    return _guests(found.order_by("slot__starts_at", "id")[:LISTED])


def to_conclude(branch_id: int, at: datetime) -> list[Guest]:
    """Over, and nobody said whether the person came or what came of it."""
    found = Booking.objects.filter(
        Q(state=life.BOOKED) | Q(state=life.ARRIVED), branch_id=branch_id, slot__ends_at__lte=at
    )
    return _guests(found.order_by("slot__starts_at", "id")[:LISTED])


def without_duty(branch_id: int, on: date, days: int) -> Sequence[tuple[date, Bilingual, int]]:
    """Days on which somebody comes to a service that needs a person on duty, and nobody is."""
    booked = Booking.objects.filter(
        branch_id=branch_id, state=life.BOOKED, service__duty__gt="",
        slot__on__range=(on, on + timedelta(days=days)),
    )  # fmt: skip
    served = set(
        Duty.objects.filter(service__branch_id=branch_id, on__gte=on).values_list(
            "service_id", "on"
        )
    )
    counts: dict[tuple[date, int], int] = defaultdict(int)
    names: dict[int, Bilingual] = {}
    for one in booked.select_related("service", "slot"):
        if (one.service_id, one.slot.on) not in served:
            counts[one.slot.on, one.service_id] += 1
            names[one.service_id] = Bilingual(one.service.name_zh, one.service.name_en)
    return [(day, names[i], n) for (day, i), n in sorted(counts.items())]
