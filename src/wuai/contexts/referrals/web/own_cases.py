"""An agency withdraws or corrects one of its own cases."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.cases import api as cases
from wuai.contexts.referrals.web.forms import AmendForm, WithdrawForm
from wuai.kernel.money import format_nt
from wuai.platform.access import actor_of, agency


def _own(request: HttpRequest, ref: uuid.UUID) -> cases.CaseRow:
    row = cases.case_by_ref(ref)
    if row is None or row.agency_id != actor_of(request).agency_id:
        raise Http404
    return row


@agency("agency.refer")
def withdraw(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Take a case back; said before what follows from it."""
    row, form = _own(request, ref), WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cases.withdraw(
            case_id=row.id, reason=form.cleaned_data["reason"], by=actor_of(request),
            at=timezone.now(), on=timezone.localdate(),
        )  # fmt: skip
        messages.success(request, _("已撤回：%(number)s") % {"number": row.number})
        return redirect(f"/agency/cases/{ref}/")
    return render(
        request, "referrals/withdraw.html", {"row": row, "form": form},
        status=422 if form.errors else 200,
    )  # fmt: skip


@agency("agency.refer")
def amend(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Correct the figures of a case."""
    row = _own(request, ref)
    form = AmendForm(request.POST or None, amounts=cases.referred_amounts(row))
    if request.method == "POST" and form.is_valid():
        change = cases.amend(
            case_id=row.id, amounts=form.amounts(), reason=form.cleaned_data["reason"],
            by=actor_of(request), at=timezone.now(), on=timezone.localdate(),
        )  # fmt: skip
        words = _("已更正，比原來多 %(money)s") if change > 0 else _("已更正，比原來少 %(money)s")
        messages.success(
            request, words % {"money": format_nt(abs(change))} if change else _("已更正，總額不變")
        )
        return redirect(f"/agency/cases/{ref}/")
    return render(
        request, "referrals/amend.html", {"row": row, "form": form},
        status=422 if form.errors else 200,
    )  # fmt: skip


@agency("agency.cases")
def return_paper(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The letter with which a case came back."""
    return cases.return_letter(request, _own(request, ref).ref)
