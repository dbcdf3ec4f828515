"""Paper that came later, and the record of what somebody said."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wuai.contexts.applications.actions import work
from wuai.contexts.applications.actions.uploads import Scan
from wuai.contexts.applications.gateways.typesetter.client import typeset_record
from wuai.contexts.applications.queries.statement import statement
from wuai.contexts.applications.rules.declaration import Declaration, Evidence
from wuai.contexts.applications.rules.paper import SCANNED
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.exports import download


def scanned_kinds(declared: Declaration) -> tuple[Evidence, ...]:
    """What a scan may be: the paper itself, or one of the papers that go with it."""
    return (*SCANNED, *declared.evidence)


def scans_of(request: HttpRequest, kinds: tuple[Evidence, ...]) -> list[Scan]:
    """The files of a form with one field for each kind of paper."""
    return [
        Scan(kind.code, file.name or "", file.size or 0, file.chunks())
        for kind in kinds
        for file in request.FILES.getlist(f"scan_{kind.code}")
    ]


@staff("application.edit")
@require_POST
def add(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Put scans with a request; they open once the scanner has passed them."""
    what: Any = request.POST.get("what", "")
    scans = [
        Scan(str(what), f.name or "", f.size or 0, f.chunks())
        for f in request.FILES.getlist("scans")
    ]
    if not scans:
        messages.error(request, _("請選擇掃描檔"))
        return redirect(f"/staff/applications/{ref}/")
    try:
        work.add_scans(ref=ref, scans=scans, by=actor_of(request), at=timezone.now())
    except Refusal as refused:
        if refused.status == 404:
            raise
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已附上掃描檔"))
    return redirect(f"/staff/applications/{ref}/")


@staff("application.view")
@require_safe
def record(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The statement to be read out and signed."""
    held = statement(actor_of(request), ref)
    if held is None:
        raise Http404
    log_read(request, f"application:{ref}")
    return download(typeset_record(held), "application/pdf", f"statement-{held['number']}.pdf")
