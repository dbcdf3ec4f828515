"""What notices tells."""

from dataclasses import dataclass

from wuai.platform.events import Event


@dataclass(frozen=True, slots=True)
class NoticesIssued(Event):
    """Notices of one branch were issued together; one event for the whole batch."""

    branch_id: int
    batch_ref: str
    kind: str
    notices: int
    on: str


@dataclass(frozen=True, slots=True)
class NoticesSetAside(Event):
    """Notices of a batch could not be printed; each is a task that names the characters."""

    branch_id: int
    batch_ref: str
    count: int


@dataclass(frozen=True, slots=True)
class ServiceRecorded(Event):
    """An attempt to serve a notice was recorded; without a day it failed."""

    branch_id: int
    notice_ref: str
    method: str
    effective_on: str | None
