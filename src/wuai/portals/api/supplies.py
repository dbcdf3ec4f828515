"""Requests to supply what a referral lacks: read, send documents, answer."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals.web import api_supplies as desk
from wuai.contexts.referrals.web.api_supplies import SupplyRow
from wuai.platform.access import log_read
from wuai.portals.api.clients import Bearer, actor_at, agency_id_of, named_branch
from wuai.portals.api.once import once
from wuai.portals.api.openapi import extra, file_body
from wuai.portals.api.shapes_referrals import AttachmentsTaken, Paging
from wuai.portals.api.tags import reply
from wuai.portals.api.uploads import spooled_of, with_file

router = Router(tags=["supplies"], auth=Bearer("case.read"))
SupplyState = Literal["OPEN", "ANSWERED", "SUFFICIENT", "INSUFFICIENT"]
DOCUMENTS = ("application/pdf", "image/jpeg", "image/png", "image/tiff")


class SupplyItemShown(Schema):
    """A thing that is asked for."""

    code: str
    zh: str
    en: str


class SupplyShown(Schema):
    """A request to supply; ``overdue``: nobody answered, and the day is over."""

    ref: uuid.UUID
    number: str
    branch: str
    case: uuid.UUID
    case_number: str
    agency_ref: str
    items: list[SupplyItemShown]
    words: str
    asked_on: date
    due_on: date
    overdue: bool
    state: SupplyState
    answer: Literal["", "SUPPLIED", "CANNOT"]
    answer_words: str
    answered_at: datetime | None
    documents: int
    verdict_words: str
    closed_on: date | None


class SupplyPage(Schema):
    """Requests, newest first; ``next`` is the cursor of the following page."""

    items: list[SupplyShown]
    next: str | None


class SupplyPaging(Paging):
    """A page of requests, of one state when asked for."""

    state: SupplyState | None = None


class SupplyAnswer(Schema):
    """The answer; documents are sent before it. Without a document, or when it cannot be: in words."""

    model_config = ConfigDict(extra="forbid")

    answer: Literal["SUPPLIED", "CANNOT"]
    words: Annotated[str, Field(max_length=1000, pattern=r"^[^\u0000-\u001f\u007f]*$")] = ""


def _shown(row: SupplyRow, documents: int) -> SupplyShown:
    same = ("ref", "number", "case_number", "agency_ref", "words", "asked_on", "due_on",
            "answered_at", "answer_words", "verdict_words", "closed_on")  # fmt: skip
    return SupplyShown(
        **{name: getattr(row, name) for name in same},
        branch=organisation.branch_by_id(row.branch_id).code, case=row.case_ref,
        items=[
            SupplyItemShown(code=code, zh=name.zh, en=name.en or "")
            for code, name in zip(row.items, desk.names(row.items), strict=True)
        ],
        overdue=row.is_overdue(timezone.localdate()), state=cast(SupplyState, row.state),
        answer=cast(Literal["", "SUPPLIED", "CANNOT"], row.answer), documents=documents,
    )  # fmt: skip


def _one(request: HttpRequest, ref: uuid.UUID) -> SupplyShown:
    row = desk.own(ref, agency_id_of(request))
    return _shown(row, desk.count_documents([row.id])[row.id])


@router.get(
    "/supplies", response=SupplyPage, operation_id="supplies", openapi_extra=extra(branch=True)
)
def listed(request: HttpRequest, paging: Query[SupplyPaging]) -> HttpResponse:
    """請本機關補正的通知 / What the agency was asked to supply, newest first."""
    branch = named_branch(request)
    rows = desk.listed(
        agency_id=agency_id_of(request), branch_id=branch.id if branch else None,
        state=paging.state or "", before=paging.place, limit=paging.limit + 1,
    )  # fmt: skip
    more = rows[paging.limit - 1].id if len(rows) > paging.limit else None
    rows = rows[: paging.limit]
    counts = desk.count_documents([row.id for row in rows])
    if rows:
        log_read(request, *(f"case:{row.case_ref}" for row in rows))
    return reply(
        SupplyPage(
            items=[_shown(row, counts[row.id]) for row in rows], next=str(more) if more else None
        )
    )


@router.get("/supplies/{uuid:ref}", response=SupplyShown, operation_id="supply")
def one(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """一份補正通知 / One request."""
    held = _one(request, ref)
    log_read(request, f"case:{held.case}")
    return reply(held)


@router.post(
    "/supplies/{uuid:ref}/documents",
    response={201: AttachmentsTaken},
    operation_id="add_supply_document",
    auth=Bearer("referral.write"),
    openapi_extra=extra(
        key=True, requestBody=file_body("PDF、JPEG、PNG、TIFF / a document", "application/pdf")
    ),
)
@with_file(*DOCUMENTS, name="document.pdf")
@once(as_one=True)
def add_document(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """送補正的文件 / Send a document, before the answer; how many there are now."""
    row, sent = desk.own(ref, agency_id_of(request)), spooled_of(request)
    count = desk.add_document(
        row, sent.path, sent.name, by=actor_at(request, row.branch_id), at=timezone.now()
    )
    return reply(AttachmentsTaken(documents=count), status=201)


@router.post(
    "/supplies/{uuid:ref}/answer",
    response=SupplyShown,
    operation_id="answer_supply",
    auth=Bearer("referral.write"),
    openapi_extra=extra(key=True),
)
@once(as_one=True)
def answer(request: HttpRequest, ref: uuid.UUID, answer: SupplyAnswer) -> HttpResponse:
    """答復補正 / Answer: supplied, or that it cannot be and why. The same answer again is one."""
    row, now = desk.own(ref, agency_id_of(request)), timezone.now()
    desk.answer(
        row, answer.answer, answer.words, by=actor_at(request, row.branch_id), at=now,
        on=timezone.localdate(now),
    )  # fmt: skip
    return reply(_one(request, ref))
