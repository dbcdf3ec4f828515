"""Referral files: rehearse, send in, follow, look at every row, fetch the signed receipt."""

import uuid
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from ninja import Query, Router

from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals import api as referrals
from wuai.contexts.referrals.web import api as desk
from wuai.platform.access import log_read
from wuai.portals.api.clients import Bearer, actor_at, agency_id_of, branch_of, named_branch
from wuai.portals.api.once import once
from wuai.portals.api.openapi import csv_content, extra, file_body
from wuai.portals.api.shapes_referrals import (
    AttachmentsTaken,
    BatchPage,
    BatchShown,
    BatchTaken,
    Notice,
    Paging,
    ReceiptShown,
    RehearsalShown,
    RehearsedRowShown,
    Result,
    RowPage,
    RowPaging,
    RowShown,
    Warned,
)
from wuai.portals.api.tags import check_match, reply
from wuai.portals.api.uploads import signature_of, spooled_of, with_file

router = Router(tags=["referrals"], auth=Bearer("referral.write"))
CSV_TYPES = ("text/csv", "application/octet-stream")
REFERRAL_FILE = file_body("移送檔，格式見 docs/formats / a referral file", "text/csv")


def shown(row: referrals.BatchRow) -> BatchShown:
    """A batch as programs see it."""
    return BatchShown(**_facts(row))


def _facts(row: referrals.BatchRow) -> dict[str, Any]:
    same = set(BatchShown.model_fields) & set(referrals.BatchRow.__dataclass_fields__)
    codes = {branch.id: branch.code for branch in organisation.branches()}
    return {name: getattr(row, name) for name in same} | {
        "branch": codes[row.branch_id],
        "agency": organisation.agency_by_id(row.agency_id).code,
        "assignment_seed_sha256": row.seed_sha256,
        "warnings": [Warned(**warning) for warning in row.warnings],
    }


def _own(request: HttpRequest, ref: uuid.UUID) -> referrals.BatchRow:
    return referrals.batch(ref, agency_id=agency_id_of(request))


@router.post(
    "/referrals",
    response={200: BatchTaken, 201: BatchTaken, 202: BatchTaken},
    operation_id="send_referrals",
    openapi_extra=extra(branch=True, key=True, signature=True, requestBody=REFERRAL_FILE),
)
@with_file(*CSV_TYPES, name="referrals.csv")
@once(as_one=False)
def send_referrals(request: HttpRequest) -> HttpResponse:
    """送出移送檔 / Send in a file: 201 done, 202 worked on in the background, 200 received before."""
    file, branch, now = spooled_of(request), branch_of(request), timezone.now()
    sent = desk.Sent(file.path, file.name, signature_of(request))
    taken = desk.take_in(
        sent, branch_id=branch.id, by=actor_at(request, branch.id, branch.code),
        at=now, on=timezone.localdate(now),
    )  # fmt: skip
    status = 200 if taken.replayed else (201 if taken.row.is_done else 202)
    return reply(
        BatchTaken(**_facts(taken.row), replayed=taken.replayed), status=status,
        of=shown(taken.row), Location=f"/api/v1/batches/{taken.row.ref}",
    )  # fmt: skip


@router.post(
    "/referrals/rehearsals",
    response=RehearsalShown,
    operation_id="rehearse_referrals",
    openapi_extra=extra(branch=True, key=True, requestBody=REFERRAL_FILE),
)
@with_file(*CSV_TYPES, name="referrals.csv")
@once(as_one=False)
def rehearse_referrals(request: HttpRequest) -> HttpResponse:
    """預演移送檔，不變更任何資料 / Rehearse a file: every check, and nothing changes."""
    file, branch = spooled_of(request), branch_of(request)
    found = desk.try_out(
        file.path, file.name, branch_id=branch.id, agency_id=agency_id_of(request),
        on=timezone.localdate(),
    )  # fmt: skip
    outcome = found.outcome
    return reply(
        RehearsalShown(
            sha256=outcome.sha256, rows=outcome.rows, accepted=outcome.accepted,
            rejected=outcome.rejected, duplicates=outcome.duplicates,
            warnings=[Warned(**warning) for warning in outcome.warnings],
            items=[
                RehearsedRowShown(
                    row=row.row_no, agency_ref=row.agency_ref, result=cast(Result, row.result),
                    errors=_notices(row.errors), warnings=_notices(row.warnings),
                )
                for row in found.rows
            ],
            more=len(found.rows) == desk.REHEARSED_ROWS,
        )
    )  # fmt: skip


def _notices(held: list[dict[str, str]]) -> list[Notice]:
    return [
        Notice(code=one["code"], column=one.get("column", ""), zh=one["zh"], en=one["en"])
        for one in held
    ]


@router.get(
    "/batches", response=BatchPage, operation_id="batches", openapi_extra=extra(branch=True)
)
def batches(request: HttpRequest, paging: Query[Paging]) -> HttpResponse:
    """本機關的批次 / The agency's batches, newest first, of one branch or of all."""
    branch = named_branch(request)
    rows = referrals.batches(
        branch_id=branch.id if branch else None, agency_id=agency_id_of(request),
        before=paging.place, limit=paging.limit + 1,
    )  # fmt: skip
    more = rows[paging.limit - 1].id if len(rows) > paging.limit else None
    return reply(
        BatchPage(
            items=[shown(row) for row in rows[: paging.limit]], next=str(more) if more else None
        )
    )


@router.get("/batches/{uuid:ref}", response=BatchShown, operation_id="batch")
def batch(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """批次狀態 / One batch: how far it is and how it came out."""
    return reply(shown(_own(request, ref)))


@router.get("/batches/{uuid:ref}/rows", response=RowPage, operation_id="batch_rows")
def batch_rows(request: HttpRequest, ref: uuid.UUID, paging: Query[RowPaging]) -> HttpResponse:
    """逐列結果 / What became of every row; 409 until the batch is done."""
    row = _own(request, ref)
    found = desk.rows_of(
        row, after=paging.place or 0, limit=paging.limit + 1, result=paging.result or ""
    )
    log_read(request, f"batch:{row.ref}")
    more = found[paging.limit - 1].row_no if len(found) > paging.limit else None
    items = [
        RowShown(
            row=one.row_no, agency_ref=one.agency_ref, result=cast(Result, one.result), case=one.case_ref,
            number=one.number, section=one.section, errors=_notices(one.errors),
            warnings=_notices(one.warnings),
        )
        for one in found[: paging.limit]
    ]  # fmt: skip
    return reply(RowPage(items=items, next=str(more) if more else None))


@router.get(
    "/batches/{uuid:ref}/results.csv",
    operation_id="batch_results",
    openapi_extra={"responses": {200: csv_content("逐列結果檔 / the row result file")}},
)
def batch_results(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """逐列結果檔 / The row result file, the same that people download."""
    row = _own(request, ref)
    blocks = desk.result_file(row)
    log_read(request, f"batch:{row.ref}", reason="results")
    return StreamingHttpResponse(
        blocks, content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="results-{row.ref}.csv"'},
    )  # fmt: skip


@router.get("/batches/{uuid:ref}/receipt", response=ReceiptShown, operation_id="batch_receipt")
def batch_receipt(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """簽章收據 / The signed receipt; 409 until the batch is done."""
    return reply(ReceiptShown(**desk.receipt_of(_own(request, ref))))


@router.post(
    "/batches/{uuid:ref}/retries",
    response={201: BatchShown, 202: BatchShown},
    operation_id="retry_batch",
    openapi_extra=extra(key=True, match=True),
)
@once(as_one=False)
def retry_batch(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """退件列重檢 / Check the rejected rows again, as they are: a batch of its own."""
    row, now = _own(request, ref), timezone.now()
    check_match(request, shown(row))
    child = desk.try_again(
        row, by=actor_at(request, row.branch_id), at=now, on=timezone.localdate(now)
    )
    return reply(
        shown(child), status=201 if child.is_done else 202, Location=f"/api/v1/batches/{child.ref}"
    )


@router.post(
    "/batches/{uuid:ref}/attachments",
    response={201: AttachmentsTaken},
    operation_id="add_attachments",
    openapi_extra=extra(
        key=True, requestBody=file_body("附件 ZIP，含清單 / a ZIP with manifest", "application/zip")
    ),
)
@with_file("application/zip", name="attachments.zip")
@once(as_one=True)
def add_attachments(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """送出附件 / Send documents for the rows of a batch, as one ZIP with a manifest."""
    row = _own(request, ref)
    by = actor_at(request, row.branch_id)
    number = desk.add_attachments(row, spooled_of(request).path, by=by, at=timezone.now())
    return reply(AttachmentsTaken(documents=number), status=201)
