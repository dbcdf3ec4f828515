"""What a person may take away: letters that were sent, a record of each payment, documents that answer."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wuai.contexts.applications import api as applications
from wuai.contexts.identity import api as identity
from wuai.contexts.notices import api as notices
from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments import api as payments
from wuai.kernel.bilingual import Bilingual
from wuai.platform.access import citizen, log_read
from wuai.portals.public.my_cases import covers, gather, held_by


@citizen()
@require_safe
def letter(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """A letter about his cases, as it was sent; an agent needs power over every case in it."""
    party_ids, rows = held_by(identity.citizen_of(request))
    held = notices.letter_of(ref)
    if held is None or held[0].status != "PRINTED":
        raise Http404
    row, case_ids = held
    if row.obligor_id not in party_ids or not set(case_ids) <= {one.id for one in rows}:
        raise Http404
    pdf = notices.letter_pdf(row.ref)
    log_read(request, f"notice:{row.ref}", reason="")
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="notice-{row.ref}.pdf"'
    return answer


@citizen()
@require_safe
def receipt(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The record of one payment: what of it went to his cases, on which days."""
    visit = identity.citizen_of(request)
    mine = gather(visit, on=timezone.localdate())
    paid = [one for one in payments.receipts_of_cases(mine.case_ids) if one.receipt_ref == ref]
    if not paid:
        raise Http404
    held = {case.row.id: case for case in mine.cases}
    parts = [(held[one.case_id], one) for one in paid]
    log_read(request, *(f"case:{case.ref}" for case, _ in parts), reason="")
    first = paid[0]
    here = {
        "parts": parts, "total": sum(one.amount for one in paid), "first": first, "visit": visit,
        "channel": Bilingual(first.channel_zh, first.channel_en), "on": mine.on,
        "branch_name": parts[0][0].branch, "back_url": parts[0][0].url,
    }  # fmt: skip
    return render(request, "public/my_receipt.html", here)


@citizen()
@require_safe
def application(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One request he made: which step, who has it, what comes next, by when, what was answered."""
    visit = identity.citizen_of(request)
    page = _own(visit, ref)
    log_read(request, f"application:{ref}", reason="")
    branch = organisation.branch_by_id(page.row.branch_id)
    section = organisation.section(page.row.section_id) if page.row.section_id else None
    here = {
        "page": page, "row": page.row, "visit": visit, "today": timezone.localdate(),
        "branch_name": Bilingual(branch.name_zh, branch.name_en), "phone": branch.phone,
        "section": section and Bilingual(section.name_zh, section.name_en),
    }  # fmt: skip
    return render(request, "public/my_application.html", here)


@citizen()
@require_safe
def document(request: HttpRequest, ref: uuid.UUID, document: uuid.UUID) -> HttpResponseBase:
    """A document that answers one of his requests."""
    page = _own(identity.citizen_of(request), ref)
    held = applications.own_document(page, document)
    if held is None:
        raise Http404
    log_read(request, f"application:{ref}", f"document:{document}", reason="")
    return applications.handed_out(*held)


def _own(visit: identity.Visit, ref: uuid.UUID) -> applications.OwnPage:
    page = applications.own_page(visit.keys, ref) if visit.may("APPLY") else None
    if page is None:
        raise Http404
    if visit.acting_for is not None:
        seen, row = [case.id for case in held_by(visit)[1]], page.row
        if not covers(visit, seen, branch_id=row.branch_id, case_id=row.case_id):
            raise Http404
    return page
