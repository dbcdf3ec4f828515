"""What the branch does with many cases: move them between sections, watch what expires."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals.web import tables
from wuai.contexts.referrals.web.forms import MoveForm
from wuai.platform.access import actor_of, log_read, staff

SHOWN = 200


@staff("case.assign")
def move(request: HttpRequest) -> HttpResponse:
    """Give open cases of one section to another, with a reason that each case keeps."""
    actor = actor_of(request)
    sections = organisation.sections(actor.branch_id or 0)
    form = MoveForm(request.POST or None, sections=sections)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        ids = cases.open_case_ids(actor.branch_id or 0, section_id=int(data["source"]))
        moved = cases.reassign(
            case_ids=ids[: data["count"]], section_id=int(data["target"]), reason=data["reason"],
            by=actor, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("已改分 %(n)s 件") % {"n": moved})
        return redirect("/staff/intake/move/")
    return render(
        request, "referrals/move.html", {"form": form}, status=422 if form.errors else 200
    )


@staff("case.view")
def expiring(request: HttpRequest) -> HttpResponse:
    """Open cases whose period of enforcement ends within six months."""
    actor, on = actor_of(request), timezone.localdate()
    mine = request.GET.get("mine") == "1"
    rows = cases.expiring(
        actor.branch_id or 0, on=on, section_id=actor.section_id if mine else None, limit=SHOWN
    )
    log_read(request, *(f"case:{row.ref}" for row in rows))
    sections = {row.id: row for row in organisation.sections(actor.branch_id or 0)}
    return render(
        request, "referrals/expiring.html",
        {"table": tables.expiring(rows, sections) if rows else None, "mine": mine,
         "limit": SHOWN if len(rows) == SHOWN else None},
    )  # fmt: skip
