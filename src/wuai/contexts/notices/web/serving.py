"""One notice: what it said, the letter again, how it was served."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.cases import api as cases
from wuai.contexts.notices.actions.serving import Evidence, record_service
from wuai.contexts.notices.queries import notices as queries
from wuai.contexts.notices.queries import publications
from wuai.contexts.notices.rules.publications import RUNNING
from wuai.contexts.notices.rules.service import FAILURES, METHODS, Attempt
from wuai.contexts.notices.web.batches import HOME, branch_of, may, sent, trail
from wuai.contexts.notices.web.forms import NumberForm, ServiceForm
from wuai.contexts.notices.web.letters import letter_pdf
from wuai.contexts.notices.web.tables import (
    failed_table,
    method_status,
    notice_status,
    publication_status,
)
from wuai.contexts.parties import api as parties
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.models import StoredFile
from wuai.platform.ui.pieces import Counted, Crumb


def own(request: HttpRequest, ref: uuid.UUID) -> queries.NoticeRow:
    """The notice, if it is of the branch of who asks."""
    row = queries.notice(branch_of(request), ref)
    if row is None:
        raise Http404
    return row


@staff("case.view")
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """What the notice said, of which cases, and every attempt to serve it."""
    row = own(request, ref)
    person = parties.party_row(row.obligor_id)
    lines = queries.cases_of(row.id)
    held = cases.case_rows([line.case_id for line in lines])
    log_read(request, f"party:{person.ref}", f"notice:{row.ref}")
    attempts = [_told(attempt) for attempt in queries.service_of([row.id])]
    posted = publications.of_notices([row.id])
    is_open = row.superseded_at is None and not any(a["row"].effective_on for a in attempts)
    return render(
        request, "notices/notice.html",
        {"row": row, "person": person, "state": notice_status(row),
         "cases": [{"case": held[line.case_id], "amount": line.amount} for line in lines],
         "attempts": attempts, **may(request),
         "posted": [{"row": one, "state": publication_status(one)} for one in posted],
         "may_publish": is_open and not any(one.state in RUNNING for one in posted),
         "trail": trail(Crumb(_("批次"), f"{HOME}batches/{row.batch_ref}/"), Crumb(row.number))},
    )  # fmt: skip


def _told(attempt: queries.ServiceRow) -> dict[str, Any]:
    steps = [
        Counted(date.fromisoformat(s["on"]), Bilingual(s["zh"], s["en"])) for s in attempt.steps
    ]
    return {
        "row": attempt, "state": method_status(attempt), "steps": steps,
        "basis": METHODS[attempt.method].basis, "reason": FAILURES.get(attempt.reason),
    }  # fmt: skip


@staff("case.view")
def pdf(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The letter as it was issued, set again from what was frozen."""
    row = own(request, ref)
    pdf = letter_pdf(row.ref)
    log_read(request, f"notice:{row.ref}")
    return as_pdf(pdf, f"notice-{row.ref}.pdf")


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF shown by the browser."""
    disposition = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=disposition)


@staff("service.record")
def look_up(request: HttpRequest) -> HttpResponse:
    """Find the notice whose certificate came back; below, what could not be served."""
    form = NumberForm(request.GET or None)
    if form.is_bound and form.is_valid():
        found = queries.notice_by_number(branch_of(request), form.cleaned_data["number"])
        if found is not None:
            return redirect(f"{HOME}{found.ref}/service/")
        form.add_error("number", _("本分署查無這個通知書號"))
    rows = queries.failed_service(branch_of(request))
    refs = queries.notices_by_id([row.notice_id for row in rows])
    return render(
        request, "notices/service.html",
        {"form": form, "table": failed_table(rows, refs) if rows else None,
         "trail": trail(Crumb(_("登錄送達")))},
    )  # fmt: skip


@staff("service.record")
def record(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Enter what a certificate of service says."""
    row = own(request, ref)
    form = ServiceForm(request.POST or None, request.FILES or None, initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            _record(request, row.ref, form.cleaned_data)
        except Refusal as refused:
            lang = request.LANGUAGE_CODE
            words = refused.words(lang)
            form.add_error(refused.field if refused.field in form.fields else None, words)
        else:
            messages.success(request, _("已登錄送達"))
            return redirect(f"{HOME}{row.ref}/")
    return render(
        request, "notices/record.html",
        {"row": row, "form": form,
         "trail": trail(Crumb(row.number, f"{HOME}{row.ref}/"), Crumb(_("登錄送達")))},
        status=422 if form.errors else 200,
    )  # fmt: skip


def _record(request: HttpRequest, ref: uuid.UUID, data: dict[str, Any]) -> None:
    given = data["evidence"]
    record_service(
        notice_ref=ref, key=data["key"], note=data["note"],
        attempt=Attempt(data["method"], data["on"], data["place"], data["person"], data["reason"]),
        evidence=Evidence(given.name, given.chunks()) if given else None,
        by=actor_of(request), at=timezone.now(), on=timezone.localdate(),
    )  # fmt: skip


@staff("case.view")
def evidence(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """The scanned certificate of one attempt."""
    stored_id = queries.evidence_of(branch_of(request), ref)
    if stored_id is None:
        raise Http404
    log_read(request, f"service:{ref}")
    return sent(StoredFile.objects.get(id=stored_id))
