"""The guarantor of a revoked plan: what is asked of him, what he paid, the next step (art. 18)."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuai.contexts.instalments.actions.guarantors import Demand, demand, lift, start
from wuai.contexts.instalments.queries.guarantors import ClaimView, claim_view
from wuai.contexts.instalments.rules.guarantors import DEMANDED, OPEN, STATE_NAMES, TONES
from wuai.contexts.instalments.web.acting import Page, do, who
from wuai.contexts.instalments.web.forms import DemandForm, ReasonForm, ServedForm
from wuai.contexts.instalments.web.staff import branch_of
from wuai.contexts.instalments.web.tables import HOME, paper_of
from wuai.kernel.refusal import Refusal
from wuai.legal import number
from wuai.platform.access import Forbidden, actor_of, log_read, staff
from wuai.platform.ui.pieces import Crumb, Status
from wuai.platform.ui.wording import plain

DECIDES = ("instalment.approve", "instalment.approve_large")


@staff("case.view")
def show(request: HttpRequest, ref: uuid.UUID, surety_ref: uuid.UUID) -> HttpResponse:
    """One guarantor; a post tells him to pay by a day."""
    view, on = _own(request, ref, surety_ref), timezone.localdate()
    until = view.obligor_until
    form = DemandForm(request.POST or None, initial={
        "obligor_until": until,
        "due_on": max(on, until or on) + timedelta(days=number("GUARANTOR_DAYS", on=on)),
    })  # fmt: skip
    refused = None
    if request.method == "POST":
        if not _decides(request):
            raise Forbidden(DECIDES[0])
        if form.is_valid():
            try:
                demand(
                    plan_ref=ref, surety_ref=surety_ref, given=Demand(**form.cleaned_data),
                    **who(request),
                )  # fmt: skip
            except Refusal as error:
                refused = error
            else:
                messages.success(request, _("已限期通知保證人，通知書與繳款單製作中"))
                return redirect(_address(ref, surety_ref))
    return _page(request, view, form, refused)


def _page(
    request: HttpRequest, view: ClaimView, form: forms.Form, refused: Refusal | None
) -> HttpResponse:
    claim, plan = view.claim, view.surety.plan
    log_read(request, f"party:{view.person.ref}", f"plan:{plan.ref}")
    paper = claim.document if claim else None
    return render(
        request, "instalments/guarantor.html",
        {"view": view, "plan": plan, "claim": claim, "person": view.person, "form": form,
         "refused": refused, "may_decide": _decides(request),
         "waits": view.obligor_until is not None and view.obligor_until >= timezone.localdate(),
         "state": Status(plain(STATE_NAMES[claim.state]), TONES[claim.state]) if claim else None,
         "papers": [paper_of(plan.ref, paper)] if paper else [],
         "may_start": claim is not None and claim.state == DEMANDED,
         "may_lift": claim is not None and claim.state in OPEN,
         "served_form": ServedForm(), "reason_form": ReasonForm(),
         "trail": [Crumb(_("分期繳納"), HOME), Crumb(plan.number, f"{HOME}{plan.ref}/"), Crumb(_("保證人"))]},
        status=(422 if form.errors else 200) if refused is None else refused.status,
    )  # fmt: skip


@staff("instalment.approve", "instalment.approve_large")
@require_POST
def begin(request: HttpRequest, ref: uuid.UUID, surety_ref: uuid.UUID) -> HttpResponseBase:
    """Open the guarantor's property to enforcement."""
    return _do(
        request, (ref, surety_ref), ServedForm(request.POST),
        lambda claim, given: start(claim_ref=claim, **given, **who(request)),
        _("已登錄：得執行保證人的財產"),
    )  # fmt: skip


@staff("instalment.approve", "instalment.approve_large")
@require_POST
def end(request: HttpRequest, ref: uuid.UUID, surety_ref: uuid.UUID) -> HttpResponseBase:
    """Claim no more from him."""
    return _do(
        request, (ref, surety_ref), ReasonForm(request.POST),
        lambda claim, given: lift(claim_ref=claim, **given, **who(request)),
        _("已不再向這位保證人請求"),
    )  # fmt: skip


def _do(
    request: HttpRequest, refs: tuple[uuid.UUID, uuid.UUID], form: Any,
    act: Callable[[uuid.UUID, dict[str, Any]], Any], said: str,
) -> HttpResponseBase:  # fmt: skip
    view = _own(request, *refs)
    if view.claim is None:
        raise Http404
    claim = view.claim.ref
    page = Page(_address(*refs), lambda refused: _page(request, view, DemandForm(), refused))
    return do(request, page, form, lambda given: act(claim, given), said)


def _own(request: HttpRequest, ref: uuid.UUID, surety_ref: uuid.UUID) -> ClaimView:
    view = claim_view(ref, surety_ref, branch_id=branch_of(request))
    if view is None:
        raise Http404
    return view


def _decides(request: HttpRequest) -> bool:
    return any(actor_of(request).may(one) for one in DECIDES)


def _address(ref: uuid.UUID, surety_ref: uuid.UUID) -> str:
    return f"{HOME}{ref}/guarantors/{surety_ref}/"
