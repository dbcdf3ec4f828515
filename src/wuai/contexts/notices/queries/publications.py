"""Publications as the list for everybody, the desks and the person concerned see them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from wuai.contexts.notices.models import Publication
from wuai.contexts.notices.rules.publications import LISTED

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """One publication with what its pages need of its notice."""

    id: int
    ref: uuid.UUID
    branch_id: int
    notice_id: int
    notice_ref: uuid.UUID
    notice_number: str
    notice_issued_on: date
    obligor_id: int
    section_id: int
    number: str
    ground: str
    basis: str
    method: str
    requested_by: str
    facts: str
    evidence_id: int | None
    state: str
    prepared_at: datetime
    prepared_by: str
    prepared_by_name: str
    decided_at: datetime | None
    decided_by_name: str
    posted_at: datetime | None
    posted_on: date | None
    posted_place: str
    posted_by_name: str
    printed_on: date | None
    printed_where: str
    effective_on: date | None
    disputed_on: date | None
    shown_until: date | None
    steps: list[dict[str, str]]
    ended_at: datetime | None
    ended_by_name: str
    ended_reason: str

    def hangs(self, on: date) -> bool:
        """Whether it is on the public list on a day."""
        return self.state in LISTED and self.shown_until is not None and self.shown_until >= on


_OF_NOTICE = {
    "notice_ref": "notice__ref", "notice_number": "notice__number",
    "notice_issued_on": "notice__issued_on", "obligor_id": "notice__obligor_id",
    "section_id": "notice__section_id",
}  # fmt: skip


def _rows(found: QuerySet[Publication]) -> list[PublicationRow]:
    names = [_OF_NOTICE.get(name, name) for name in PublicationRow.__dataclass_fields__]
    return [PublicationRow(*values) for values in found.values_list(*names)]


def shown(
    on: date, *, branch_id: int | None = None, before: int | None = None
) -> list[PublicationRow]:
    """What hangs on a day, at every branch or at one, the newest first, a page at a time."""
    found = Publication.objects.filter(state__in=LISTED, shown_until__gte=on)
    return _rows(_page(found, branch_id, before))


def publications(
    branch_id: int, *, states: Iterable[str] = (), before: int | None = None
) -> list[PublicationRow]:
    """Those of a branch, the newest first, a page at a time; what is over is kept here too."""
    found = Publication.objects.filter(state__in=list(states)) if states else Publication.objects
    return _rows(_page(found.all(), branch_id, before))


def _page(
    found: QuerySet[Publication], branch_id: int | None, before: int | None
) -> QuerySet[Publication]:
    if branch_id is not None:
        found = found.filter(branch_id=branch_id)
    if before is not None:
        found = found.filter(id__lt=before)
    return found.order_by("-id")[:PER_PAGE]


def publication(branch_id: int, ref: Any) -> PublicationRow | None:
    """One of this branch."""
    rows = _rows(Publication.objects.filter(branch_id=branch_id, ref=ref))
    return rows[0] if rows else None


def shown_one(ref: Any, on: date) -> PublicationRow | None:
    """One that hangs on a day, of any branch."""
    rows = _rows(Publication.objects.filter(ref=ref, state__in=LISTED, shown_until__gte=on))
    return rows[0] if rows else None


def of_notices(notice_ids: Iterable[int]) -> list[PublicationRow]:
    """Every publication of these notices, the newest first."""
    return _rows(Publication.objects.filter(notice_id__in=list(notice_ids)).order_by("-id"))


def waiting(branch_id: int, state: str, *, limit: int) -> list[PublicationRow]:
    """What waits in a state, the oldest first."""
    found = Publication.objects.filter(branch_id=branch_id, state=state).order_by("id")
    return _rows(found[:limit])


def due(on: date) -> list[uuid.UUID]:
    """What hangs and whose day has come."""
    found = Publication.objects.filter(state="POSTED", effective_on__lte=on)
    return list(found.order_by("id").values_list("ref", flat=True))


def hanging(county: str) -> list[uuid.UUID]:
    """What hangs and has not taken effect, at the branches of a county (empty: at all)."""
    found = Publication.objects.filter(state="POSTED")
    if county:
        found = found.filter(branch__county=county)
    return list(found.order_by("id").values_list("ref", flat=True))


def told_to_person(rows: Iterable[PublicationRow]) -> list[PublicationRow]:
    """What the person concerned is told: what was posted, and not what was taken back."""
    return [row for row in rows if row.state in LISTED]
