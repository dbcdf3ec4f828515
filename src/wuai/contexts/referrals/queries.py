"""Batches and their rows, as pages and other contexts see them."""

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals.models import Batch, RowResult
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal


class BatchUnknown(Refusal):
    code = "BATCH_UNKNOWN"
    zh = "查無此批次"
    en = "There is no such batch"
    next_zh = "請由批次清單選取"
    next_en = "Choose it from the list of batches"
    status = 404


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch, plain."""

    id: int
    ref: uuid.UUID
    branch_id: int
    agency_id: int
    parent_id: int | None
    origin: str
    attempt: int
    sha256: str
    file_name: str
    size: int
    on: date
    status: str
    rows: int | None
    accepted: int | None
    rejected: int | None
    duplicates: int | None
    warnings: list[dict[str, Any]]
    seed_sha256: str
    total: int | None
    received_at: datetime
    received_by: str
    completed_at: datetime | None
    receipt: dict[str, Any] | None
    agency: Bilingual

    @property
    def is_done(self) -> bool:
        """Whether every row has its result."""
        return self.completed_at is not None


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that did not go in, and why."""

    row_no: int
    agency_ref: str
    result: str
    errors: list[dict[str, str]]


def _row(batch: Batch, names: dict[int, Bilingual]) -> BatchRow:
    values = {
        name: getattr(batch, name) for name in BatchRow.__dataclass_fields__ if name != "agency"
    }
    return BatchRow(**values, agency=names[batch.agency_id])


def row_of(batch: Batch) -> BatchRow:
    """A batch with the name of its agency."""
    return _row(batch, _names())


def _names() -> dict[int, Bilingual]:
    return {row.id: Bilingual(row.name_zh, row.name_en) for row in organisation.agencies()}


def batches(
    *, branch_id: int | None = None, agency_id: int | None = None, before: int | None = None,
    limit: int = 50,
) -> list[BatchRow]:  # fmt: skip
    """Batches of a branch or of an agency (one must be given), newest first, by keyset."""
    if branch_id is None and agency_id is None:
        return []
    found = Batch.objects.order_by("-id")
    if branch_id is not None:
        found = found.filter(branch_id=branch_id)
    if agency_id is not None:
        found = found.filter(agency_id=agency_id)
    if before is not None:
        found = found.filter(id__lt=before)
    names = _names()
    return [_row(batch, names) for batch in found[:limit]]


def batch(ref: Any, *, branch_id: int | None = None, agency_id: int | None = None) -> BatchRow:
    """The batch with this public id, within a branch or an agency; refuses another's."""
    found = Batch.objects.filter(ref=ref)
    if branch_id is not None:
        found = found.filter(branch_id=branch_id)
    if agency_id is not None:
        found = found.filter(agency_id=agency_id)
    one = found.first()
    if one is None:
        raise BatchUnknown()
    return row_of(one)


def batch_by_id(batch_id: int) -> BatchRow:
    """The batch with this id."""
    return row_of(Batch.objects.get(id=batch_id))


def tries(root_id: int) -> list[BatchRow]:
    """The later tries of a batch's rejected rows, in order."""
    names = _names()
    return [_row(b, names) for b in Batch.objects.filter(parent_id=root_id).order_by("attempt")]


def batch_case_ids(batch_ref: Any) -> list[int]:
    """The cases of a batch, in the order of their numbers."""
    found = RowResult.objects.filter(batch__ref=batch_ref, result="ACCEPTED").order_by("row_no")
    return list(found.values_list("case_id", flat=True))


def refused_rows(batch_id: int, *, after: int = 0, limit: int = 100) -> list[RefusedRow]:
    """The rows that did not go in, by keyset."""
    found = (
        RowResult.objects.filter(batch_id=batch_id, row_no__gt=after)
        .exclude(result="ACCEPTED")
        .order_by("row_no")[:limit]
    )
    return [
        RefusedRow(r.row_no, r.agency_ref, r.result, r.errors or [])
        for r in found.only("row_no", "agency_ref", "result", "errors")
    ]


def receipt_json(row: BatchRow) -> str:
    """The signed receipt as a file."""
    return json.dumps(row.receipt, ensure_ascii=False, indent=2)


def waiting(branch_id: int) -> int:
    """How many batches are not done yet."""
    return Batch.objects.filter(branch_id=branch_id, completed_at__isnull=True).count()
