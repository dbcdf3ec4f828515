"""A payment that came back: for the branch and for the agency whose account was wrong."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuai.contexts.payments.actions.out import payouts_returned
from wuai.contexts.payments.models import Payout
from wuai.contexts.payments.queries.out import payouts as queries
from wuai.contexts.payments.web.forms_out import PayeeForm
from wuai.contexts.payments.web.words import branch_of
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, agency, log_read, staff
from wuai.platform.ui.pieces import Crumb

STAFF, AGENCY = "/staff/payments/payouts/", "/agency/statements/"


@staff("payment.settle", "payment.approve")
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Enter the right account as the payee gave it, then pay again."""
    found = queries.returned_one(ref, branch_id=branch_of(request))
    if found is None:
        raise Http404
    trail = [Crumb(_("解繳與付款"), STAFF), Crumb(found[0].number)]
    return _page(request, found, "payments/payout_returned.html", f"{STAFF}returned/{ref}/", trail)


@agency("agency.payments")
def for_agency(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The agency says to which account its money should go."""
    found = queries.returned_one(ref, agency_id=actor_of(request).agency_id or 0)
    if found is None:
        raise Http404
    trail = [Crumb(_("對帳與解繳"), AGENCY), Crumb(found[0].number)]
    return _page(request, found, "payments/agency_returned.html", AGENCY, trail)


def _page(
    request: HttpRequest, found: tuple[Payout, Payout | None], template: str,
    back: str, trail: list[Crumb],
) -> HttpResponse:  # fmt: skip
    held, again = found
    form = PayeeForm(request.POST or None, initial={"name": held.payee_name, "bank": held.bank})
    refused, actor = None, actor_of(request)
    if request.method == "POST" and form.is_valid():
        try:
            payouts_returned.correct_payee(
                ref=held.ref, **form.cleaned_data, by=actor, at=timezone.now()
            )
        except Refusal as error:
            refused = error
        else:
            messages.success(request, _("已登錄新的受款帳戶"))
            return redirect(back)
    log_read(request, f"payout:{held.ref}")
    return render(
        request, template,
        {"payout": held, "again": again, "form": form, "refused": refused, "trail": trail,
         "may_pay": actor.may("payment.settle") and held.corrected_at and not again},
        status=200 if refused is None else refused.status,
    )  # fmt: skip


@staff("payment.settle")
@require_POST
def pay_again(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Prepare the new payment; another person approves it."""
    made = payouts_returned.reissue(
        ref=ref, by=actor_of(request), at=timezone.now(), on=timezone.localdate()
    )
    messages.success(request, _("已編製重新付款的批次，請另一位同仁核准"))
    return redirect(f"{STAFF}{made.ref}/")
