"""What cases tells. ``at`` is the moment of the act: the same thing may be done twice in a day.

It is empty in an event that waited in the queue since a version that did not tell it.
"""

from dataclasses import dataclass

from wuai.platform.events import Event


@dataclass(frozen=True, slots=True)
class CasesClosed(Event):
    """Cases of one branch were closed, all for the same reason."""

    branch_id: int
    case_ids: list[int]
    closing_code: str
    on: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class CasesReassigned(Event):
    """Cases went to another section."""

    branch_id: int
    case_ids: list[int]
    section_id: int
    at: str = ""


@dataclass(frozen=True, slots=True)
class CaseAmended(Event):
    """The agency corrected the figures of a case."""

    branch_id: int
    case_id: int
    at: str = ""


@dataclass(frozen=True, slots=True)
class CaseSuspended(Event):
    """Enforcement stands still in a case from a day on."""

    branch_id: int
    case_id: int
    on: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class CaseResumed(Event):
    """Enforcement goes on in a case from a day on."""

    branch_id: int
    case_id: int
    on: str
    at: str = ""
