"""Appointments as others see them: of a case, of people, by number and code, one by one."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from wuai.contexts.appointments.models import Booking
from wuai.contexts.appointments.queries.codes import code_index
from wuai.contexts.appointments.rules import life
from wuai.contexts.appointments.rules.changing import last_day
from wuai.kernel.bilingual import Bilingual

_NEVER_BOOKED = (life.HELD, life.EXPIRED)
_SHOWN_OF_CASE = 30


@dataclass(frozen=True, slots=True)
class BookingRow:
    """An appointment, plain."""

    id: int
    ref: uuid.UUID
    branch_id: int
    number: str
    service: str
    service_name: Bilingual
    where: str
    state: str
    state_name: Bilingual
    starts_at: datetime
    ends_at: datetime
    on: date
    room: str
    room_name: Bilingual
    case_id: int | None
    party_id: int | None
    last_change_on: date
    is_ready: bool
    outcome: Bilingual | None
    has_mail: bool


def row_of(one: Booking) -> BookingRow:
    """A booking with its service and slot as a row."""
    given, slot = one.service, one.slot
    return BookingRow(
        one.id, one.ref, one.branch_id, one.number, given.code,
        Bilingual(given.name_zh, given.name_en), given.where, one.state,
        life.STATE_NAMES[one.state], slot.starts_at, slot.ends_at, slot.on, slot.room,
        Bilingual(slot.room, slot.room_en), one.case_id, one.party_id, last_day(slot.on, given.change_days), one.ready_at is not None,
        life.OUTCOMES.get(one.outcome), bool(one.email),
    )  # fmt: skip


def _rows(found: QuerySet[Booking]) -> list[BookingRow]:
    return [row_of(one) for one in found.select_related("service", "slot")]


def by_ref(ref: uuid.UUID | str) -> BookingRow | None:
    """One appointment by its public id."""
    found = Booking.objects.filter(ref=ref).exclude(state__in=_NEVER_BOOKED)
    return next(iter(_rows(found)), None)


def booking(ref: uuid.UUID, *, branch_id: int | None = None) -> Booking | None:
    """One booking with its service and slot, of a branch if one is named."""
    found = Booking.objects.select_related("service", "slot", "assigned").filter(ref=ref)
    return (found.filter(branch_id=branch_id) if branch_id is not None else found).first()


def of_case(case_id: int) -> list[BookingRow]:
    """The appointments of a case, the latest booked first."""
    found = Booking.objects.filter(case_id=case_id).exclude(state__in=_NEVER_BOOKED)
    return _rows(found.order_by("-id")[:_SHOWN_OF_CASE])


def of_cases(case_ids: Iterable[int], *, since: date) -> list[BookingRow]:
    """What is ahead in several cases, the nearest first."""
    found = Booking.objects.filter(
        case_id__in=list(case_ids), state=life.BOOKED, slot__on__gte=since
    )
    return _rows(found.order_by("slot__starts_at", "id"))


def of_person(party_ids: Iterable[int]) -> list[BookingRow]:
    """The appointments of a person at every branch where they are a party, the latest first."""
    found = Booking.objects.filter(party_id__in=list(party_ids)).exclude(state__in=_NEVER_BOOKED)
    return _rows(found.order_by("-slot__starts_at", "-id"))


def attended(ref: uuid.UUID) -> bool | None:
    """Whether the person came; None while nobody has said."""
    state = Booking.objects.filter(ref=ref).values_list("state", flat=True).first()
    came: dict[Any, bool] = {life.ARRIVED: True, life.SERVED: True, life.NO_SHOW: False}
    return came.get(state)


def found_by_code(number: str, code: str) -> uuid.UUID | None:
    """The booking with this number and code; None when either is wrong."""
    found = Booking.objects.filter(number=number.strip(), code_index=code_index(code))
    return found.exclude(state__in=_NEVER_BOOKED).values_list("ref", flat=True).first()


def case_of_number(branch_id: int, text: str) -> list[int]:
    """The case of the appointment with this number, if it has one."""
    found = Booking.objects.filter(branch_id=branch_id, number=text.strip(), case__isnull=False)
    return list(found.values_list("case_id", flat=True))
