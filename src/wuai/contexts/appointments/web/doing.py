"""What is done on the page of an appointment: each view is one form and one action."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuai.contexts.appointments.actions import changing, serving
from wuai.contexts.appointments.gateways.typesetter.client import typeset
from wuai.contexts.appointments.queries import letters
from wuai.contexts.appointments.web.staff import own, show
from wuai.contexts.appointments.web.tables import HOME
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.asked import whole


def _do(
    request: HttpRequest, ref: uuid.UUID, act: Callable[..., Any], said: str, **given: Any
) -> HttpResponseBase:
    """Do the one thing, go back; a refusal is shown on the page of the appointment."""
    own(request, ref)
    try:
        done = act(ref=ref, by=actor_of(request), at=timezone.now(), **given)
    except Refusal as refused:
        return show(request, ref, refused=refused)
    if isinstance(done, str):
        request.session[f"appointment_code_{ref}"] = done
    messages.success(request, said)
    return redirect(f"{HOME}{ref}/")


@staff("appointment.edit")
@require_POST
def check_in(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """The person is here."""
    return _do(request, ref, serving.check_in, _("已報到"))


@staff("appointment.edit")
@require_POST
def finish(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """What came of it."""
    outcome, result = request.POST.get("outcome", ""), request.POST.get("result", "")
    return _do(request, ref, serving.finish, _("已記錄辦理結果"), outcome=outcome, result=result)


@staff("appointment.edit")
@require_POST
def miss(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """The person did not come."""
    return _do(request, ref, serving.miss, _("已記未到場"))


@staff("appointment.edit")
@require_POST
def ready(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """What the person comes for is prepared."""
    return _do(request, ref, serving.ready, _("已記備妥"))


@staff("appointment.edit")
@require_POST
def called(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """Somebody called to remind or to tell."""
    return _do(request, ref, serving.called, _("已記電話告知"))


@staff("appointment.edit")
@require_POST
def assign(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """Who serves or goes there."""
    number = whole(request.POST.get("member")) or 0
    return _do(request, ref, serving.assign, _("已指派"), member_id=number)


@staff("appointment.edit")
@require_POST
def move(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """Another time."""
    begin, _bar, room = request.POST.get("time", "").partition("|")
    try:
        starts_at = datetime.fromisoformat(begin)
    except ValueError as error:
        raise Http404 from error
    if starts_at.tzinfo is None:
        raise Http404
    reason = request.POST.get("reason", "")[:500]
    return _do(request, ref, changing.move, _("已改期並通知"), starts_at=starts_at, room=room,
               reason=reason)  # fmt: skip


@staff("appointment.edit")
@require_POST
def cancel(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """None at all."""
    reason = request.POST.get("reason", "")[:500]
    return _do(request, ref, changing.cancel, _("已取消並通知"), reason=reason)


@staff("appointment.edit")
@require_POST
def new_code(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """Another code for who lost it."""
    return _do(request, ref, changing.new_code, _("已換發查詢碼，請告知本人"))


@staff("appointment.view")
def paper(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The notice to appear, as PDF."""
    held = own(request, ref)
    if held.service.self_service:
        raise Http404
    log_read(request, f"appointment:{ref}")
    answer = HttpResponse(typeset(letters.notice(held)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="notice-{held.id}.pdf"'
    return answer
