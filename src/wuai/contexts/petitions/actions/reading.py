"""How far each mailbox was read, and since when one cannot be read: nobody misses that for long."""

from dataclasses import dataclass
from datetime import datetime

from wuai.contexts.petitions.models import FetchedBox
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

KIND = "fetched_box"


@dataclass(frozen=True, slots=True)
class Spot:
    """A mailbox at a server, of a branch."""

    branch_id: int
    code: str
    address: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to which number a mailbox was read, in the server's numbering.

    ``begun_at``: what the server got before is not ours to take; None when all of it is.
    """

    validity: int = 0
    last_uid: int = 0
    begun_at: datetime | None = None


def mark_of(spot: Spot) -> Mark | None:
    """Where to go on reading; None when it was never read."""
    row = FetchedBox.objects.filter(branch_id=spot.branch_id, code=spot.code).first()
    return Mark(row.validity, row.last_uid, row.begun_at) if row and row.read_at else None


@action("incoming.read")
def note_read(*, spot: Spot, mark: Mark, by: Actor, at: datetime) -> None:
    """It was read up to here; whatever was wrong is over."""
    row = _row(spot, at)
    row.validity, row.last_uid, row.begun_at = mark.validity, mark.last_uid, mark.begun_at
    row.asked_at = row.read_at = at
    row.failing_since, row.failure = None, ""
    row.save()
    record(kind=KIND, ref=spot.code, branch_id=spot.branch_id, data={"to": mark.last_uid})


@action("incoming.failing")
def note_failing(*, spot: Spot, why: str, by: Actor, at: datetime) -> None:
    """It could not be read; since when is kept from the first time on."""
    row = _row(spot, at)
    row.asked_at, row.failing_since = at, row.failing_since or at
    row.failure = " ".join(why.split())[:300] or "?"
    row.save()
    record(kind=KIND, ref=spot.code, branch_id=spot.branch_id, data={"failing": True})


def _row(spot: Spot, at: datetime) -> FetchedBox:
    known = {"branch_id": spot.branch_id, "code": spot.code}
    FetchedBox.objects.bulk_create(
        [FetchedBox(**known, address=spot.address[:254], asked_at=at)], ignore_conflicts=True
    )
    row = FetchedBox.objects.select_for_update().get(**known)
    row.address = spot.address[:254]
    return row
