"""The outbox of a branch: what was sent, what waits, what was given up."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from wuai.contexts.messages.actions import outbox as actions
from wuai.contexts.messages.queries import outbox as queries
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.ui.pieces import Page, Status

STATES = {
    "WAITING": (gettext_lazy("等待寄送"), "waiting"),
    "SENDING": (gettext_lazy("寄送中"), "going"),
    "SENT": (gettext_lazy("已寄出"), "good"),
    "FAILED": (gettext_lazy("寄送失敗"), "bad"),
}


@staff("system.operate")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The latest mails."""
    asked, before = request.GET.get("status", ""), request.GET.get("before", "")
    status = asked if asked in STATES else ""
    found = queries.mails(
        actor_of(request).branch_id or 0, status=status,
        before_id=int(before) if before.isascii() and before.isdigit() else None,
    )  # fmt: skip
    if found:
        log_read(request, *(f"mail:{row.ref}" for row in found))
    older = f"?before={found[-1].id}&status={status}" if len(found) == queries.PAGE else ""
    rows = [(row, Status(str(STATES[row.status][0]), STATES[row.status][1])) for row in found]
    context = {
        "rows": rows, "page": Page(len(rows), older_url=older), "status": status,
        "states": [(code, words) for code, (words, _tone) in STATES.items()],
    }  # fmt: skip
    return render(request, "messages/mails.html", context)


@staff("system.operate")
@require_POST
def again(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Try a mail again that was given up."""
    if not queries.is_of_branch(str(ref), actor_of(request).branch_id or 0):
        raise Http404
    actions.try_again(ref=str(ref), by=actor_of(request), at=timezone.now())
    messages.success(request, _("會再寄一次"))
    return redirect("/staff/mails/")
