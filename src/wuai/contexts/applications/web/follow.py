"""Following a request by its number and code: which step, who has it, what comes next, by when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wuai.contexts.applications.actions import work
from wuai.contexts.applications.queries import rows
from wuai.contexts.applications.web.forms import FollowForm
from wuai.contexts.applications.web.limits import too_often
from wuai.contexts.organisation import api as organisation
from wuai.platform.access import actor_of, public


@public
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for number and code, show how it stands; completing and withdrawing happen here too."""
    form, found, missing = FollowForm(request.POST or None), None, False
    if request.method == "POST" and form.is_valid():
        if too_often(request, "follow"):
            return render(request, "applications/wait.html", status=429)
        number, code = form.cleaned_data["number"], form.cleaned_data["code"]
        found = rows.followed(number, code)
        missing = found is None
        step = request.POST.get("step", "")
        if found and step in found.can:
            work.applicants_move(
                ref=found.ref, code=step, note=request.POST.get("note", "")[:2000],
                by=actor_of(request), at=timezone.now(), on=timezone.localdate(),
            )  # fmt: skip
            found = rows.followed(number, code)
    here = {
        "form": form, "found": found, "missing": missing, "today": timezone.localdate(),
        "branch_row": organisation.branch_by_id(found.branch_id) if found else None,
    }  # fmt: skip
    response = render(request, "applications/follow.html", here, status=404 if missing else 200)
    response["Cache-Control"], response["X-Robots-Tag"] = "no-store", "noindex"
    return response
