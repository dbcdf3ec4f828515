"""What appointments tells."""

from dataclasses import dataclass

from wuai.platform.events import Event


@dataclass(frozen=True, slots=True)
class AppointmentBooked(Event):
    """Somebody has a place; ``on`` is its day."""

    branch_id: int
    ref: str
    service: str
    case_id: int | None
    on: str


@dataclass(frozen=True, slots=True)
class AppointmentMoved(Event):
    """The same booking has another time."""

    branch_id: int
    ref: str
    service: str
    case_id: int | None
    before: str
    on: str


@dataclass(frozen=True, slots=True)
class AppointmentCancelled(Event):
    """A place was given back; ``ground`` says by whom: PERSON, BRANCH or CLOSURE."""

    branch_id: int
    ref: str
    service: str
    case_id: int | None
    ground: str
    on: str


@dataclass(frozen=True, slots=True)
class AppointmentEnded(Event):
    """Somebody came and was served (SERVED), or did not come (NO_SHOW)."""

    branch_id: int
    ref: str
    service: str
    case_id: int | None
    state: str
    on: str
