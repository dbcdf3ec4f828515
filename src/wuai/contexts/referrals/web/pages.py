"""The pages around a referral file, for both desks: upload, rehearse, results, corrections."""

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.referrals import queries, queries_papers
from wuai.contexts.referrals.actions import attach, intake, retry
from wuai.contexts.referrals.actions import signing as actions
from wuai.contexts.referrals.actions.rehearse import rehearsed, rehearsed_rows
from wuai.contexts.referrals.jobs import process_batch
from wuai.contexts.referrals.models import RECEIVED, REHEARSED, Batch
from wuai.contexts.referrals.queries import BatchRow
from wuai.contexts.referrals.queries_open import still_rejected
from wuai.contexts.referrals.queries_results import stream_results
from wuai.contexts.referrals.queries_rows import result_rows
from wuai.contexts.referrals.rules import signing
from wuai.contexts.referrals.web import certificates, papers, tables
from wuai.contexts.referrals.web.desk import IntakeDesk
from wuai.contexts.referrals.web.forms import AttachForm, UploadForm
from wuai.platform import asked
from wuai.platform.access import log_read
from wuai.platform.ui.pieces import Crumb

# A file this small is done while the person waits.
AT_ONCE_UP_TO = 1_000_000
SHOWN, CORRECTED = 100, 25


def listed(request: HttpRequest, desk: IntakeDesk) -> HttpResponse:
    """The batches, newest first, and the form for a new file."""
    form = UploadForm(
        request.POST or None, request.FILES or None, places=desk.places(), label=desk.place_label()
    )
    if request.method == "POST" and form.is_valid():
        return _uploaded(request, desk, form)
    rows = queries.batches(
        **desk.scope(),
        before=asked.before(request),
        limit=SHOWN,
    )
    return render(
        request, "referrals/list.html",
        {"frame": desk.frame, "desk": desk, "form": form,
         "table": tables.batches(rows, desk.root, still_rejected(rows)) if rows else None,
         "older": rows[-1].id if len(rows) == SHOWN else None},
        status=422 if form.errors else 200,
    )  # fmt: skip


@contextmanager
def _on_disk(upload: Any) -> Iterator[Path]:
    """The uploaded bytes under a name of ours; the sender's name is only ever shown."""
    with tempfile.NamedTemporaryFile(prefix="wuai-referral-") as draft:
        for block in upload.chunks():
            draft.write(block)
        draft.flush()
        yield Path(draft.name)


def _uploaded(request: HttpRequest, desk: IntakeDesk, form: UploadForm) -> HttpResponse:
    branch_id, agency_id = desk.resolve(form.cleaned_data["place"])
    sent, at, on = form.cleaned_data["file"], timezone.now(), timezone.localdate()
    rehearse = "rehearse" in request.POST
    with _on_disk(sent) as path:
        upload = intake.read_upload(path, sent.name)
        signature = form.cleaned_data["signature"]
        if signature is not None:
            upload = replace(upload, signature=signature.read(signing.LARGEST + 1))
        batch, _new = intake.receive(
            upload=upload, branch_id=branch_id, agency_id=agency_id, by=desk.actor, at=at, on=on,
            status=REHEARSED if rehearse else RECEIVED,
        )  # fmt: skip
        if rehearse and batch.status == REHEARSED:
            return _rehearsal(request, desk, batch, upload)
    if batch.completed_at is not None:
        return redirect(f"{desk.root}{batch.ref}/?known=1")
    run(batch, desk)
    return redirect(f"{desk.root}{batch.ref}/")


def run(batch: Batch, desk: IntakeDesk) -> None:
    """Process a small batch now, a large one in the background."""
    if batch.size <= AT_ONCE_UP_TO:
        intake.process(batch, by=desk.actor, at=timezone.now())
    else:
        process_batch.defer(batch_ref=str(batch.ref))


def _rehearsal(
    request: HttpRequest, desk: IntakeDesk, batch: Batch, upload: intake.Upload
) -> HttpResponse:
    with rehearsed(
        upload=upload, branch_id=batch.branch_id, agency_id=batch.agency_id, on=batch.on
    ) as outcome:
        rows = rehearsed_rows(SHOWN)
    return render(
        request, "referrals/rehearsal.html",
        {"frame": desk.frame, "desk": desk, "batch": batch, "outcome": outcome,
         "table": tables.rehearsal(rows) if rows else None, "limit": SHOWN,
         "trail": _trail(desk, _("預演"))},
    )  # fmt: skip


def show(request: HttpRequest, desk: IntakeDesk, ref: uuid.UUID) -> HttpResponse:
    """One batch: counts, warnings, refused rows, corrections, receipt."""
    row = desk.row(ref)
    refused = queries.refused_rows(row.id, after=asked.after(request), limit=SHOWN)
    still = still_rejected([row])
    log_read(request, f"batch:{row.ref}")
    return render(
        request, "referrals/batch.html",
        {"frame": desk.frame, "desk": desk, "row": row, "tries": queries.tries(row.id),
         "facts": [*tables.facts(row, still),
                   *certificates.signed_facts(row)], "waiting": still.get(row.id, 0),
         "may_correct": actions.may_correct(row.agency_id, desk.actor),
         "known": "known" in request.GET, **_cases_of(request, desk, row),
         "table": tables.refused(refused) if refused else None,
         "after": refused[-1].row_no if len(refused) == SHOWN else None,
         "attach": AttachForm(), "attachments": papers.listed(queries_papers.papers_of(row.id), desk.root),
         "trail": _trail(desk, row.file_name)},
    )  # fmt: skip


def _cases_of(request: HttpRequest, desk: IntakeDesk, row: BatchRow) -> dict[str, Any]:
    """The cases that came of a file, a page of them."""
    first = asked.whole(request.GET.get("cases_after", "")) or 0
    rows = result_rows(row.id, branch_id=row.branch_id, result="ACCEPTED", limit=SHOWN, after=first)
    return {
        "cases_from": first,
        "cases": tables.accepted(rows, desk.cases_root) if rows else None,
        "cases_after": rows[-1].row_no if len(rows) == SHOWN else None,
    }


def _trail(desk: IntakeDesk, last: str) -> list[Crumb]:
    return [Crumb(_("移送檔"), desk.root), Crumb(last)]


def submit(request: HttpRequest, desk: IntakeDesk, ref: uuid.UUID) -> HttpResponse:
    """Send in a file that was rehearsed, or take up one that was interrupted."""
    batch = desk.batch(ref)
    intake.send_in(batch, by=desk.actor, at=timezone.now(), on=timezone.localdate())
    if batch.completed_at is None:
        run(batch, desk)
    return redirect(f"{desk.root}{ref}/")


def again(request: HttpRequest, desk: IntakeDesk, ref: uuid.UUID) -> HttpResponse:
    """Check the rejected rows again as they are (a category was added, a case was returned)."""
    child = retry.retry_rejected(
        root=desk.first_file(ref), by=desk.actor, at=timezone.now(), on=timezone.localdate()
    )
    run(child, desk)
    return redirect(f"{desk.root}{child.ref}/")


def correct(request: HttpRequest, desk: IntakeDesk, ref: uuid.UUID) -> HttpResponse:
    """Correct rejected rows in the browser and send in only those."""
    batch = desk.first_file(ref)
    actions.check_by_hand(batch.agency_id, desk.actor)
    rows = tables.correctable(batch, limit=CORRECTED)
    if request.method == "POST":
        changes = tables.changes_of(request.POST, rows)
        child = retry.correct(
            root=batch, changes=changes, key=uuid.UUID(request.POST["key"]), by=desk.actor,
            at=timezone.now(), on=timezone.localdate(),
        )  # fmt: skip
        run(child, desk)
        return redirect(f"{desk.root}{child.ref}/")
    log_read(request, f"batch:{batch.ref}", reason="correct")
    return render(
        request, "referrals/correct.html",
        {"frame": desk.frame, "desk": desk, "batch": batch, "rows": rows, "key": uuid.uuid4(),
         "trail": _trail(desk, _("更正退件列"))},
    )  # fmt: skip


def results(request: HttpRequest, desk: IntakeDesk, ref: uuid.UUID) -> HttpResponseBase:
    """The row result file."""
    batch = desk.batch(ref)
    log_read(request, f"batch:{batch.ref}", reason="results")
    return StreamingHttpResponse(
        stream_results(batch), content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="results-{batch.ref}.csv"'},
    )  # fmt: skip


def receipt(request: HttpRequest, desk: IntakeDesk, ref: uuid.UUID) -> HttpResponse:
    """The signed receipt."""
    row = desk.row(ref)
    if row.receipt is None:
        raise queries.BatchUnknown()
    return HttpResponse(
        queries.receipt_json(row), content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="receipt-{row.ref}.json"'},
    )  # fmt: skip


def add_files(request: HttpRequest, desk: IntakeDesk, ref: uuid.UUID) -> HttpResponse:
    """Take in the ZIP of attachments."""
    batch, form = desk.batch(ref), AttachForm(request.POST, request.FILES)
    if form.is_valid():
        with _on_disk(form.cleaned_data["file"]) as path:
            count = attach.attach_zip(batch=batch, path=path, by=desk.actor, at=timezone.now())
        messages.success(request, _("已收附件 %(n)s 份") % {"n": count})
    else:
        messages.error(request, _("請選取一個 ZIP 檔。"))
    return redirect(f"{desk.root}{ref}/")
