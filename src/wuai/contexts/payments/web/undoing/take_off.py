"""Money that leaves its cases: one asks on the receipt's page, another decides there."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuai.contexts.payments.actions.undoing import take_off
from wuai.contexts.payments.web.undoing.owed_back import seen
from wuai.platform.access import actor_of, staff

HOME = "/staff/payments/"


@staff("payment.settle")
@require_POST
def ask(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Ask that a receipt's money is taken off its cases."""
    take_off.request_take_off(
        ref=ref, why=request.POST.get("why", ""), by=actor_of(request), at=timezone.now()
    )
    messages.success(request, _("已申請移出案件，請另一位同仁核准"))
    return redirect(f"{HOME}{ref}/")


@staff("payment.approve")
@require_POST
def decide(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The second person approves or refuses it."""
    decision = "APPROVED" if request.POST.get("decision") == "APPROVED" else "REFUSED"
    take_off.decide_take_off(
        ref=ref, decision=decision, by=actor_of(request), at=timezone.now(),
        on=timezone.localdate(), owed_back=seen(request),
    )  # fmt: skip
    if decision == "APPROVED":
        messages.success(request, _("已移出案件，款項列入待查款項"))
    else:
        messages.success(request, _("已退回移出案件的申請"))
    return redirect("/staff/suspense/" if decision == "APPROVED" else HOME)
