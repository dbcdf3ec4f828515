"""Following a request by its number and code: which step, who has it, what comes next, by when."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from wuai.contexts.applications.actions import results, work
from wuai.contexts.applications.gateways.typesetter.client import typeset_letter
from wuai.contexts.applications.queries import letters, rows
from wuai.contexts.applications.queries.carried import kind_of
from wuai.contexts.applications.web.forms import FollowForm
from wuai.contexts.applications.web.handing import handed_out, writer_of
from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual
from wuai.platform.access import log_read, private, public
from wuai.platform.exports import download
from wuai.platform.limits import tried_too_often

LETTER = "letter"


@public
@require_POST
def document(request: HttpRequest) -> HttpResponseBase:
    """A document that answers, for whoever holds number and code; neither stands in an address."""
    form = FollowForm(request.POST)
    if tried_too_often(request, "applications-follow"):
        return render(request, "applications/wait.html", status=429)
    found = rows.followed(request.POST.get("number", ""), request.POST.get("code", ""))
    given = {str(one.ref) for one in found.results} if found and form.is_valid() else set()
    wanted = request.POST.get("document", "")
    if found and wanted == LETTER and form.is_valid():
        return _letter(request, found)
    held = rows.document(found.id, uuid.UUID(wanted)) if found and wanted in given else None
    if found is None or held is None:
        raise Http404
    log_read(request, f"application:{found.ref}", f"document:{held.ref}")
    return handed_out(results.content(held), held.name, held.stored.size)


def _letter(request: HttpRequest, found: rows.Followed) -> HttpResponse:
    held = letters.of_request(found.ref)
    if held is None:
        raise Http404
    log_read(request, f"application:{found.ref}", f"letter:{found.number}")
    made = typeset_letter(held)
    return private(download(made, "application/pdf", f"letter-{found.number}.pdf"))


@public
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for number and code, show how it stands; completing and withdrawing happen here too."""
    form, found, missing = FollowForm(request.POST or None), None, False
    if request.method == "POST" and form.is_valid():
        if tried_too_often(request, "applications-follow"):
            return render(request, "applications/wait.html", status=429)
        number, code = form.cleaned_data["number"], form.cleaned_data["code"]
        found = rows.followed(number, code)
        missing = found is None
        step = request.POST.get("step", "")
        if found and step in found.can:
            work.applicants_move(
                ref=found.ref, code=step, note=request.POST.get("note", "")[:2000],
                by=writer_of(request, kind_of(found.ref)), at=timezone.now(), on=timezone.localdate(),
            )  # fmt: skip
            found = rows.followed(number, code)
    branch = organisation.branch_by_id(found.branch_id) if found else None
    section = organisation.section(found.section_id) if found and found.section_id else None
    here = {
        "section_name": section and Bilingual(section.name_zh, section.name_en),
        "form": form, "found": found, "missing": missing, "today": timezone.localdate(),
        "branch_row": branch, "branch_name": branch and Bilingual(branch.name_zh, branch.name_en),
    }  # fmt: skip
    response = render(request, "applications/follow.html", here, status=404 if missing else 200)
    return private(response)
