"""The documents that came with referrals, and the batch that brought a case."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from wuai.contexts.referrals.models import Attachment, Batch, RowResult, Supply
from wuai.contexts.referrals.queries import BatchRow, row_of
from wuai.platform.models import StoredFile

LISTED = 200


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: whose row it belongs to (empty: to all), what it is, its address, its size."""

    ref: uuid.UUID
    agency_ref: str
    title: str
    size: int


_DAYS = ("asked_on", "due_on", "answered_on")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to supply as the page of its case shows it."""

    ref: uuid.UUID
    number: str
    state: str
    asked_on: date
    due_on: date
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A document to be opened: its file, and what reading it tells about."""

    file: StoredFile
    subjects: tuple[str, ...]


def papers_of(batch_id: int) -> list[Paper]:
    """The documents of a batch, in the order they came."""
    found = Attachment.objects.filter(batch_id=batch_id).order_by("id")
    return [
        Paper(*row)
        for row in found.values_list("ref", "agency_ref", "title", "file__size")[:LISTED]
    ]


def brought(
    batch_id: int, agency_ref: str, case_id: int = 0
) -> tuple[BatchRow, list[Paper], list[Asked]]:  # fmt: skip
    """The batch that brought a case, the case's documents in it or in the file it corrects, and
    what the agency was asked to supply, newest first (one query for all three)."""
    of_case = (
        Attachment.objects.filter(Q(batch_id=OuterRef("id")) | Q(batch_id=OuterRef("parent_id")))
        .filter(agency_ref__in=["", agency_ref])
        .order_by("id")
        .values(
            json=JSONObject(ref="ref", agency_ref="agency_ref", title="title", size="file__size")
        )
    )
    asked = (
        Supply.objects.filter(case_id=case_id)
        .order_by("-id")
        .values(json=JSONObject(**{name: name for name in Asked.__dataclass_fields__}))
    )
    batch = Batch.objects.annotate(
        papers=ArraySubquery(of_case[:LISTED]), asked=ArraySubquery(asked[:LISTED])
    ).get(id=batch_id)
    papers: list[dict[str, Any]] = batch.papers
    supplies: list[dict[str, Any]] = batch.asked
    return (
        row_of(batch),
        [Paper(**paper | {"ref": uuid.UUID(paper["ref"])}) for paper in papers],
        [_asked(one) for one in supplies],
    )


def _asked(held: dict[str, Any]) -> Asked:
    days = {name: held[name] and date.fromisoformat(held[name]) for name in _DAYS}
    return Asked(**held | days | {"ref": uuid.UUID(held["ref"])})


def kept(ref: uuid.UUID, **scope: int) -> Kept | None:
    """The document with this reference in the files of a branch or an agency (``scope``)."""
    found = Attachment.objects.select_related("batch", "file").filter(
        ref=ref, **{f"batch__{name}": value for name, value in scope.items()}
    )
    paper = found.first()
    if paper is None or not scope:
        return None
    rows = RowResult.objects.filter(
        Q(batch_id=paper.batch_id) | Q(batch__parent_id=paper.batch_id),
        agency_ref=paper.agency_ref, case__isnull=False,
    )  # fmt: skip
    refs = rows.values_list("case__ref", flat=True) if paper.agency_ref else []
    return Kept(paper.file, (f"batch:{paper.batch.ref}", *(f"case:{one}" for one in refs)))
