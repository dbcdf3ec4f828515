"""What is watched at a branch, and who read it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from wuai.contexts.audit.models import Alarm, Watch

LISTED = 200


@dataclass(frozen=True, slots=True)
class WatchRow:
    """A watched case."""

    ref: uuid.UUID
    case_number: str
    reason: str
    recipient: str
    set_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """One reading of a watched case: which, when, who, on which page."""

    case_number: str
    at: datetime
    by_name: str
    page: str


def watches(branch_id: int) -> list[WatchRow]:
    """The watches of a branch, those that go on first, newest first."""
    found = Watch.objects.filter(branch_id=branch_id).order_by("-id")[:LISTED]
    rows = [
        WatchRow(w.ref, w.case_number, w.reason, w.recipient, w.set_at, w.ended_at) for w in found
    ]
    return sorted(rows, key=lambda row: row.ended_at is not None)


def alarms(branch_id: int) -> list[AlarmRow]:
    """The readings that were told, newest first."""
    found = Alarm.objects.filter(watch__branch_id=branch_id).order_by("-id")
    return [
        AlarmRow(*row)
        for row in found.values_list(
            "watch__case_number", "read__at", "read__by_name", "read__page"
        )[:LISTED]
    ]
