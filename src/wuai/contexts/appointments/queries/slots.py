"""Which times are free: patterns less closed days, less the places that are taken."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from wuai.contexts.appointments.models import Pattern, Service, Slot
from wuai.contexts.appointments.rules.life import HELD
from wuai.contexts.appointments.rules.times import (
    Hours,
    NoSuchTime,
    Opening,
    closed_halves,
    openings,
    window,
)
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.kernel.taipei import day_of

Key = tuple[datetime, str]


class ServiceUnknown(Refusal):
    code = "APPOINTMENT_SERVICE_UNKNOWN"
    zh = "這個分署沒有這項預約服務"
    en = "This branch gives no appointments of this kind"
    next_zh = "請由預約服務的清單選擇"
    next_en = "Choose one from the list of services"
    status = 404


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A time with the places that are left; ``ref`` when somebody asked for it before."""

    service: str
    starts_at: datetime
    ends_at: datetime
    on: date
    room: str
    free: int
    ref: uuid.UUID | None = None
    room_en: str = ""

    @property
    def room_name(self) -> Bilingual:
        """Where it is, in both languages."""
        return Bilingual(self.room, self.room_en)


def services(branch_id: int, *, self_service: bool | None = None) -> list[Service]:
    """What a branch gives appointments for, in the order of its table."""
    found = Service.objects.filter(branch_id=branch_id, is_active=True).order_by("place", "id")
    if self_service is not None:
        found = found.filter(self_service=self_service)
    return list(found)


def service(branch_id: int, code: str) -> Service:
    """One service by its code; refuses an unknown one."""
    found = Service.objects.filter(branch_id=branch_id, code=code, is_active=True).first()
    if found is None:
        raise ServiceUnknown
    return found


def all_services(branch_id: int) -> list[Service]:
    """Every service of a branch, those that are not given now included."""
    return list(Service.objects.filter(branch_id=branch_id).order_by("place", "id"))


def any_service(branch_id: int, code: str) -> Service:
    """One service by its code, given now or not; refuses an unknown one."""
    found = Service.objects.filter(branch_id=branch_id, code=code).first()
    if found is None:
        raise ServiceUnknown
    return found


def hours_of(service_ids: Iterable[int]) -> dict[int, list[Hours]]:
    """The patterns of services as the rules take them."""
    held: dict[int, list[Hours]] = defaultdict(list)
    for row in Pattern.objects.filter(service_id__in=list(service_ids)).order_by("id"):
        held[row.service_id].append(
            Hours(tuple(row.weekdays), row.starts, row.ends, row.minutes, row.capacity, row.room,
                  row.since, row.until, row.room_en)
        )  # fmt: skip
    return held


def closed_days(branch_id: int, since: date, until: date) -> dict[date, frozenset[str]]:
    """The halves on which a branch does not work, day by day."""
    county = organisation.branch_by_id(branch_id).county
    calendar = deadlines.calendar(county)
    halves: dict[date, frozenset[str]] = {}
    for row in deadlines.closures(since=since):
        stands = row.withdrawn_at is None and not row.is_working_day
        if stands and row.half and row.county in ("", county):
            halves[row.on] = halves.get(row.on, frozenset()) | {row.half}
    days = (since + timedelta(days=n) for n in range((until - since).days + 1))
    return {
        day: closed_halves(day, is_working_day=calendar.is_working_day(day), halves=halves)
        for day in days
    }


def all_openings(given: Service, since: date, until: date) -> list[Opening]:
    """Every time of a service on these days."""
    hours = hours_of([given.id])[given.id]
    closed = closed_days(given.branch_id, since, until)
    return [one for day in sorted(closed) for one in openings(hours, day, closed[day])]


def opening_at(given: Service, starts_at: datetime, room: str | None) -> Opening:
    """The time that begins at a moment; refuses one that is not given."""
    day = day_of(starts_at)
    for one in all_openings(given, day, day):
        if one.starts_at == starts_at and room in (None, one.room):
            return one
    raise NoSuchTime


def free_slots(
    *, branch_id: int, service: str, since: date, until: date, at: datetime,
    public: bool = False, full_too: bool = False,
) -> list[FreeSlot]:  # fmt: skip
    """The times with free places from ``since`` to ``until``, later than ``at``.

    ``public`` keeps to the days that the public may book; a hold that has run out counts as free.
    """
    given = _active(branch_id, service)
    today = day_of(at)
    found = []
    slots = _slots(given, since, until, at)
    for one in all_openings(given, since, until):
        if one.starts_at <= at or (public and not _bookable(given, one.on, today)):
            continue
        slot = slots.get((one.starts_at, one.room))
        free = _free(one, slot)
        if free > 0 or full_too:
            found.append(
                FreeSlot(given.code, one.starts_at, one.ends_at, one.on, one.room, max(free, 0),
                         slot.ref if slot else None, one.room_en)
            )  # fmt: skip
    return found


def _active(branch_id: int, code: str) -> Service:
    return service(branch_id, code)


def _bookable(given: Service, on: date, today: date) -> bool:
    return window(on, today=today, lead_days=given.lead_days, horizon_days=given.horizon_days)


def _slots(given: Service, since: date, until: date, at: datetime) -> Mapping[Key, Slot]:
    lapsed = Count("bookings", filter=Q(bookings__state=HELD, bookings__held_until__lte=at))
    found = Slot.objects.filter(service=given, on__range=(since, until)).annotate(lapsed=lapsed)
    return {(slot.starts_at, slot.room): slot for slot in found}


def _free(one: Opening, slot: Slot | None) -> int:
    if slot is None:
        return one.capacity
    if slot.closed_because:
        return 0
    lapsed: int = slot.lapsed  # type: ignore[attr-defined]  # counted by the query
    return one.capacity + slot.extra - (slot.taken - lapsed)
