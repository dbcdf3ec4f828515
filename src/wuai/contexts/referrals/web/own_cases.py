"""An agency withdraws or corrects one of its own cases."""

import uuid
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.cases import api as cases
from wuai.contexts.referrals.actions import renumber
from wuai.contexts.referrals.models import Batch
from wuai.contexts.referrals.rules.figures import figures
from wuai.contexts.referrals.web.desk import agency_desk
from wuai.contexts.referrals.web.forms import AmendForm, WithdrawForm
from wuai.kernel.money import format_nt
from wuai.platform import asked
from wuai.platform.access import actor_of, agency


def _own(request: HttpRequest, ref: uuid.UUID) -> cases.CaseRow:
    row = cases.case_by_ref(ref)
    if row is None or row.agency_id != actor_of(request).agency_id:
        raise Http404
    return row


class _Doubling(NamedTuple):
    """A row of a file that was refused because it doubles the case."""

    root: Batch
    row: renumber.Doubled


def _doubled(request: HttpRequest) -> _Doubling | None:
    place = asked.whole(request.GET.get("row"))
    if place is None:
        return None
    try:
        root = agency_desk(request).first_file(uuid.UUID(request.GET.get("batch", "")))
    except ValueError as wrong:
        raise Http404 from wrong
    return _Doubling(root, renumber.doubled_row(root, place))


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
    """Correct the figures of a case; those of a row that doubled it are offered (``batch``, ``row``)."""
    row, doubled = _own(request, ref), _doubled(request)
    offered = figures(doubled.row.content) if doubled else cases.referred_amounts(row)
    form = AmendForm(request.POST or None, amounts=offered)
    if request.method == "POST" and form.is_valid():
        facts: dict[str, Any] = {
            "amounts": form.amounts(), "reason": form.cleaned_data["reason"],
            "by": actor_of(request), "at": timezone.now(), "on": timezone.localdate(),
        }  # fmt: skip
        if doubled:
            change = renumber.amend_by_row(
                root=doubled.root, place=doubled.row.place, case=row, **facts
            )
        else:
            change = cases.amend(case_id=row.id, **facts)
        words = _("已更正，比原來多 %(money)s") if change > 0 else _("已更正，比原來少 %(money)s")
        messages.success(
            request, words % {"money": format_nt(abs(change))} if change else _("已更正，總額不變")
        )
        return redirect(f"/agency/cases/{ref}/")
    return render(
        request, "referrals/amend.html", {"row": row, "form": form, "doubled": doubled},
        status=422 if form.errors else 200,
    )  # fmt: skip


@agency("agency.cases")
def return_paper(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The letter with which a case came back."""
    return cases.return_letter(request, _own(request, ref).ref)
