"""What is done about care: each view is one form and one action."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuai.contexts.care.actions.helping import Asked, Outcome, follow_up, refer, take_step
from wuai.contexts.care.actions.noticing import Noticed, end_signal, note_signal
from wuai.contexts.care.actions.pausing import end_pause, pause
from wuai.contexts.care.queries import helping
from wuai.contexts.care.web.forms import PauseForm, ReferForm, SignalForm, StepForm, WhyForm
from wuai.contexts.care.web.staff import own_referral, person, show
from wuai.contexts.care.web.tables import HOME
from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.ui.pieces import Crumb


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": actor_of(request), "at": timezone.now(), "on": timezone.localdate()}


def _do(
    request: HttpRequest, ref: uuid.UUID, form: Any, act: Callable[[int, dict[str, Any]], Any]
) -> HttpResponseBase:
    """Check the form, do the one thing about the case, go back to its page."""
    row = cases.own_case(request, ref)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return redirect(f"{HOME}case/{ref}/")
    try:
        act(row.id, form.cleaned_data)
    except Refusal as refused:
        return person(request, ref, refused=refused)
    messages.success(request, _("已記錄"))
    return redirect(f"{HOME}case/{ref}/")


@staff("care.record")
@require_POST
def signal(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """Record a signal."""
    return _do(request, ref, SignalForm(request.POST), lambda case_id, given: note_signal(
        noticed=Noticed(case_id, **given), **_who(request)))  # fmt: skip


@staff("care.record")
@require_POST
def signal_ended(request: HttpRequest, ref: uuid.UUID, signal_ref: uuid.UUID) -> HttpResponseBase:
    """A signal no longer holds."""
    return _do(request, ref, WhyForm(request.POST), lambda _case, given: end_signal(
        ref=signal_ref, why=given["why"], by=actor_of(request), at=timezone.now()))  # fmt: skip


@staff("care.pause")
@require_POST
def paused(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """Decide that hard measures rest."""
    return _do(request, ref, PauseForm(request.POST), lambda case_id, given: pause(
        case_id=case_id, **given, **_who(request)))  # fmt: skip


@staff("care.pause")
@require_POST
def resumed(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """End a pause before its day."""
    return _do(request, ref, WhyForm(request.POST), lambda case_id, given: end_pause(
        case_id=case_id, why=given["why"], **_who(request)))  # fmt: skip


@staff("care.record")
def new(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Make a referral slip."""
    row, on, refused = cases.own_case(request, ref), timezone.localdate(), None
    branch, who = organisation.branch_by_id(row.branch_id), parties.party_row(row.obligor_id)
    form = ReferForm(
        request.POST or None, places=helping.destinations(branch.county, branch.counties),
        initial={"key": uuid.uuid4(), "phone": who.phone, "ground": "WRITTEN", "consented_on": on,
                 "kind": "EMERGENCY" if "emergency" in request.GET else "CARE"},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"told": tuple(form.cleaned_data["told"])}
        try:
            made = refer(asked=Asked(case_id=row.id, **given), **_who(request))
            messages.success(request, _("轉介單已製作，送出後請登錄"))
            return redirect(f"{HOME}{made.ref}/")
        except Refusal as error:
            refused = error
    log_read(request, f"care:{who.ref}", f"case:{row.ref}")
    return render(
        request, "care/new.html",
        {"row": row, "person": who, "form": form, "refused": refused,
         "trail": [Crumb(row.number, f"/staff/cases/{row.ref}/"), Crumb(_("關懷"), f"{HOME}case/{ref}/"),
                   Crumb(_("製作轉介單"))]},
        status=refused.status if refused else 200,
    )  # fmt: skip


@staff("care.record")
@require_POST
def step(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """Record what happened with a referral."""
    held, _steps = own_referral(request, ref)
    form = StepForm(request.POST, state=held.state)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return redirect(f"{HOME}{ref}/")
    given, who = form.cleaned_data, _who(request)
    try:
        if given["move"] == "FOLLOW_UP":
            follow_up(ref=ref, note=given["note"], next_on=given["next_on"] or who["on"], **who)
        else:
            outcome = Outcome(given["move"], given["note"], given["amount"] or 0, given["next_on"])
            take_step(ref=ref, outcome=outcome, **who)
    except Refusal as refused:
        return show(request, ref, refused=refused)
    messages.success(request, _("已記錄"))
    return redirect(f"{HOME}{ref}/")
