"""The door of `appointments`."""

from wuai.contexts.appointments.actions.booking import (
    Held,
    HoldLapsed,
    Person,
    Wish,
    book,
    book_now,
    describe,
    give_back,
    hold,
)
from wuai.contexts.appointments.actions.changing import cancel, move
from wuai.contexts.appointments.actions.places import AppointmentUnknown
from wuai.contexts.appointments.actions.serving import assign, check_in, finish, miss, walk_in
from wuai.contexts.appointments.queries.bookings import (
    BookingRow,
    attended,
    by_ref,
    found_by_code,
    of_case,
    of_cases,
    of_person,
)
from wuai.contexts.appointments.queries.slots import FreeSlot, ServiceUnknown, free_slots, services
from wuai.contexts.appointments.reference import load_reference
from wuai.contexts.appointments.rules.changing import (
    NotByYourself,
    OverAlready,
    TooLateToChange,
    TooManyAhead,
)
from wuai.contexts.appointments.rules.life import MOVES, STATE_NAMES, NotPossibleNow
from wuai.contexts.appointments.rules.times import NoSuchTime, SlotFull, TooSoonOrTooFar

__all__ = [
    "MOVES",
    "STATE_NAMES",
    "AppointmentUnknown",
    "BookingRow",
    "FreeSlot",
    "Held",
    "HoldLapsed",
    "NoSuchTime",
    "NotByYourself",
    "NotPossibleNow",
    "OverAlready",
    "Person",
    "ServiceUnknown",
    "SlotFull",
    "TooLateToChange",
    "TooManyAhead",
    "TooSoonOrTooFar",
    "Wish",
    "assign",
    "attended",
    "book",
    "book_now",
    "by_ref",
    "cancel",
    "check_in",
    "describe",
    "finish",
    "found_by_code",
    "free_slots",
    "give_back",
    "hold",
    "load_reference",
    "miss",
    "move",
    "of_case",
    "of_cases",
    "of_person",
    "services",
    "walk_in",
]
