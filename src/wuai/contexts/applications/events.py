"""What applications tell."""

from dataclasses import dataclass

from wuai.platform.events import Event


@dataclass(frozen=True, slots=True)
class ApplicationReceived(Event):
    """A request was received and numbered."""

    branch_id: int
    application_ref: str
    kind: str
    case_id: int | None
    on: str


@dataclass(frozen=True, slots=True)
class ApplicationMoved(Event):
    """A request went to another state; the applicant may be told."""

    branch_id: int
    application_ref: str
    kind: str
    case_id: int | None
    state: str
    on: str
