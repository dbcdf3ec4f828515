"""What objections tell."""

from dataclasses import dataclass

from wuai.platform.events import Event


@dataclass(frozen=True, slots=True)
class ObjectionReceived(Event):
    """Somebody objects to enforcement in a case."""

    branch_id: int
    objection_ref: str
    case_id: int
    received_on: str


@dataclass(frozen=True, slots=True)
class ObjectionMoved(Event):
    """An objection took a step; ``state`` is where it stands now."""

    branch_id: int
    objection_ref: str
    case_id: int
    move: str
    state: str
    on: str


@dataclass(frozen=True, slots=True)
class ExecutionStayed(Event):
    """Enforcement in a case stands still because of an objection."""

    branch_id: int
    objection_ref: str
    case_id: int
    ground: str
    on: str
