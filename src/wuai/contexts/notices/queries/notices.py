"""Notices as others see them: of a case, of a batch, one with its service, tasks."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from wuai.contexts.notices.models import (
    CONTENT,
    Notice,
    NoticeBatch,
    NoticeCase,
    PrintFile,
    Publication,
    ServiceAttempt,
    SetAside,
)
from wuai.contexts.notices.rules.publications import RUNNING
from wuai.platform.crypto import unseal

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One batch of notices."""

    id: int
    ref: uuid.UUID
    branch_id: int
    kind: str
    request_key: str
    status: str
    issued_on: date
    issued_at: datetime
    by_name: str
    cases: int
    notices: int
    pages: int
    set_aside: int
    printed_at: datetime | None
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class FileRow:
    """One print file or index of a batch."""

    id: int
    no: int
    kind: str
    name: str
    size: int
    notices: int
    pages: int
    stored_id: int


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice."""

    id: int
    ref: uuid.UUID
    branch_id: int
    batch_ref: uuid.UUID
    number: str
    kind: str
    obligor_id: int
    section_id: int
    position: int
    amount: int
    issued_on: date
    due_on: date | None
    status: str
    first_page: int | None
    pages: int | None
    superseded_at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseOnNotice:
    """A case of a notice and what was owed in it when it was issued."""

    case_id: int
    slip_id: int | None
    amount: int


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One attempt to serve a notice."""

    ref: uuid.UUID
    notice_id: int
    notice_number: str
    method: str
    on: date
    place: str
    person: str
    reason: str
    note: str
    effective_on: date | None
    disputed_on: date | None
    kept_until: date | None
    steps: list[dict[str, str]]
    evidence_id: int | None
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A notice that could not be printed."""

    notice_ref: uuid.UUID
    number: str
    obligor_id: int
    section_id: int
    characters: list[str]
    opened_at: datetime


_RENAMED = {
    "batch_ref": "batch__ref", "notice_number": "notice__number", "notice_ref": "notice__ref",
    "name": "stored__name", "size": "stored__size",
}  # fmt: skip
_TASK = {n: f"notice__{n}" for n in ("number", "obligor_id", "section_id")}


def _rows(cls: Any, found: QuerySet[Any], names: dict[str, str] = _RENAMED) -> list[Any]:
    fields = [names.get(name, name) for name in cls.__dataclass_fields__]
    return [cls(*values) for values in found.values_list(*fields)]


def batches(branch_id: int, *, before: int | None = None) -> list[BatchRow]:
    """Batches of a branch, the newest first, a page at a time."""
    found = NoticeBatch.objects.filter(branch_id=branch_id).order_by("-id")
    if before is not None:
        found = found.filter(id__lt=before)
    return _rows(BatchRow, found[:PER_PAGE])


def batch(branch_id: int, ref: Any) -> BatchRow | None:
    """The batch of this branch with this public id."""
    rows: list[BatchRow] = _rows(BatchRow, NoticeBatch.objects.filter(branch_id=branch_id, ref=ref))
    return rows[0] if rows else None


def batches_of_request(branch_id: int, request_key: str) -> list[BatchRow]:
    """What was issued for this request, in order."""
    found = NoticeBatch.objects.filter(branch_id=branch_id, request_key=request_key)
    return _rows(BatchRow, found.order_by("id"))


def files_of(batch_id: int) -> list[FileRow]:
    """The print files of a batch, and its newest index."""
    found = PrintFile.objects.filter(batch_id=batch_id)
    pdfs: list[FileRow] = _rows(FileRow, found.filter(kind="PDF").order_by("no"))
    return pdfs + _rows(FileRow, found.filter(kind="INDEX").order_by("-no")[:1])


def file_of_branch(branch_id: int, number: int) -> FileRow | None:
    """One print file of this branch."""
    found = PrintFile.objects.filter(id=number, batch__branch_id=branch_id)
    rows: list[FileRow] = _rows(FileRow, found)
    return rows[0] if rows else None


def notices_of_batch(batch_id: int, *, after: int = 0) -> list[NoticeRow]:
    """The notices of a batch in postal order, a page at a time."""
    found = Notice.objects.filter(batch_id=batch_id, position__gt=after).order_by("position")
    return _rows(NoticeRow, found[:PER_PAGE])


def notices_of_case(case_id: int) -> list[NoticeRow]:
    """Every notice that told about a case, the newest first."""
    ids = NoticeCase.objects.filter(case_id=case_id).values("notice_id")
    return _rows(NoticeRow, Notice.objects.filter(id__in=ids).order_by("-id"))


def notice(branch_id: int, ref: Any) -> NoticeRow | None:
    """The notice of this branch with this public id."""
    rows: list[NoticeRow] = _rows(NoticeRow, Notice.objects.filter(branch_id=branch_id, ref=ref))
    return rows[0] if rows else None


def notice_by_number(branch_id: int, number: str) -> NoticeRow | None:
    """The notice of this branch with this number."""
    found = Notice.objects.filter(branch_id=branch_id, number=number.replace(" ", ""))
    rows: list[NoticeRow] = _rows(NoticeRow, found)
    return rows[0] if rows else None


def notices_by_id(notice_ids: Iterable[int]) -> dict[int, NoticeRow]:
    """Several notices by id."""
    found: list[NoticeRow] = _rows(NoticeRow, Notice.objects.filter(id__in=list(notice_ids)))
    return {row.id: row for row in found}


def evidence_of(branch_id: int, attempt_ref: Any) -> int | None:
    """The stored certificate of one attempt of this branch."""
    found = ServiceAttempt.objects.filter(branch_id=branch_id, ref=attempt_ref)
    return found.values_list("evidence_id", flat=True).first()


def cases_of(notice_id: int) -> list[CaseOnNotice]:
    """The cases of a notice, in its order."""
    return _rows(CaseOnNotice, NoticeCase.objects.filter(notice_id=notice_id).order_by("id"))


def letter_of(notice_ref: Any) -> tuple[NoticeRow, tuple[int, ...]] | None:
    """A notice of any branch with the cases it tells about, for who proves that they are his."""
    rows: list[NoticeRow] = _rows(NoticeRow, Notice.objects.filter(ref=notice_ref))
    if not rows:
        return None
    return rows[0], tuple(one.case_id for one in cases_of(rows[0].id))


def notices_of_batch_people(batch_ref: Any) -> list[tuple[int, int]]:
    """Whom the notices of a batch tell about which case: (obligor, case), in the order of the notices."""
    found = NoticeCase.objects.filter(notice__batch__ref=batch_ref).order_by("id")
    return list(found.values_list("notice__obligor_id", "case_id"))


def content_of(notice_ref: Any) -> dict[str, Any]:
    """The letter as it was frozen."""
    sealed = Notice.objects.values_list("content", flat=True).get(ref=notice_ref)
    letter: dict[str, Any] = json.loads(unseal(CONTENT, str(notice_ref), sealed))
    return letter


def service_of(notice_ids: Iterable[int]) -> list[ServiceRow]:
    """Every attempt to serve these notices, the newest first."""
    found = ServiceAttempt.objects.filter(notice_id__in=list(notice_ids)).order_by("-id")
    return _rows(ServiceRow, found)


def tasks(branch_id: int, *, limit: int = PER_PAGE) -> list[TaskRow]:
    """Notices of a branch that wait for somebody, the oldest first."""
    found = SetAside.objects.filter(branch_id=branch_id, closed_at__isnull=True).order_by("id")
    return _rows(TaskRow, found[:limit], _RENAMED | _TASK)


def tasks_of_batch(batch_ref: Any) -> list[TaskRow]:
    """The open tasks of one batch."""
    found = SetAside.objects.filter(notice__batch__ref=batch_ref, closed_at__isnull=True)
    return _rows(TaskRow, found.order_by("id"), _RENAMED | _TASK)


def failed_service(branch_id: int, *, limit: int = PER_PAGE) -> list[ServiceRow]:
    """Notices in force whose last attempt failed and that nobody serves since, the oldest first."""
    served = ServiceAttempt.objects.exclude(method="FAILED").values("notice_id")
    posted = Publication.objects.filter(state__in=RUNNING).values("notice_id")
    found = (
        ServiceAttempt.objects.filter(branch_id=branch_id, method="FAILED")
        .filter(notice__superseded_at__isnull=True)
        .exclude(notice_id__in=served)
        .exclude(notice_id__in=posted)
        .order_by("notice_id", "-id")
        .distinct("notice_id")
    )
    return _rows(ServiceRow, found[:limit])


def counts(branch_id: int) -> dict[str, int]:
    """How much waits: notices set aside, service that failed."""
    return {
        "set_aside": SetAside.objects.filter(branch_id=branch_id, closed_at__isnull=True).count(),
        "failed_service": len(failed_service(branch_id, limit=1000)),
    }
