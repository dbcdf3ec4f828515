"""Appointments in the demo branch: some over, some today, some ahead, each with its state."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from wuai.config.demo_days import DemoDays
from wuai.contexts.appointments import api as appointments
from wuai.contexts.cases import api as cases
from wuai.contexts.parties import api as parties

if TYPE_CHECKING:
    from uuid import UUID

BEFORE = timedelta(days=4)
AHEAD = ("PICK_UP", "HOME_VISIT", "VIEWING", "INSTALMENT", "REPORT", "EVENING", "EARLY_BIRD")
VISIT = "新竹市示範區無礙路 5 號（示範地址）"


def book_appointments(days: DemoDays) -> None:
    """One served, one that nobody came to, one cancelled; one of each service in the next days."""
    found = cases.open_case_ids(days.branch_id)[:20]
    if len(found) < len(AHEAD) + 4:  # a very small demonstration
        return
    held = iter(found)
    served, missed, off = (_book(days, next(held), "INSTALMENT", days.day(12)) for _ in range(3))
    who: dict[str, Any] = {"by": days.who("clerk", days.today), "at": days.now}
    appointments.check_in(ref=served, **who)
    appointments.finish(ref=served, outcome="INSTALMENTS", result="談定分期，另案申請", **who)
    appointments.miss(ref=missed, **who)
    for service, case_id in zip(AHEAD, held, strict=False):
        _book(days, case_id, service, days.today + timedelta(days=2))
    appointments.cancel(ref=_book(days, next(held), "PICK_UP", days.today + BEFORE), **who)
    appointments.check_in(ref=off, **who)


def _book(days: DemoDays, case_id: int, service: str, since: date) -> UUID:
    """The first free time of a service from a day on, booked four days before that day or today."""
    at = days.at(min(since - BEFORE, days.today), 9)
    free = appointments.free_slots(
        branch_id=days.branch_id, service=service, since=since, until=since + timedelta(days=21),
        at=at,
    )  # fmt: skip
    case = cases.case_row(case_id)
    person = parties.party_row(case.obligor_id)
    wish = appointments.Wish(
        days.branch_id, service, free[0].starts_at, days.key(f"appointment:{service}:{case_id}"),
        "OFFICE" if service == "REPORT" else "PHONE", free[0].room,
    )  # fmt: skip
    booking, _code = appointments.book_now(
        wish=wish, by=days.who("clerk", days.today), at=at, on=at.date(),
        person=appointments.Person(
            person.name, person.phone or "03-000-0000", "", case_id, None, case.number,
            address=VISIT if service == "HOME_VISIT" else "",
        ),
    )  # fmt: skip
    return booking.ref
