"""Powers of attorney (委任): staff accept what a person brings, and end it; agents then see the cases."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wuai.contexts.cases import api as cases
from wuai.contexts.identity import api as identity
from wuai.contexts.parties import api as parties
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, log_read, staff


class CaseOfAnother(Refusal):
    code = "CASE_OF_ANOTHER"
    zh = "案號「{number}」的義務人不是這位委任人"
    en = "The case “{number}” is not one of this principal"
    next_zh = "請查對案號與委任人證號"
    next_en = "Check the case number and the principal's identity number"
    status = 422


@staff("case.view")
@require_http_methods(["GET"])
def listed(request: HttpRequest) -> HttpResponse:
    """The powers of attorney of the branch, newest first."""
    rows = identity.attorneys(_branch(request))
    log_read(request, *(f"attorney:{row.ref}" for row in rows))
    today = timezone.localdate()
    shown = [(row, row.holds(today)) for row in rows]
    here = {"rows": shown, "may_edit": actor_of(request).may("case.edit")}
    return render(request, "staff/attorneys.html", here)


@staff("case.edit")
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Accept one."""
    today, status = timezone.localdate(), 200
    form = identity.AttorneyForm(
        request.POST or None, today=today, initial={"key": uuid.uuid4(), "scopes": ["VIEW"]}
    )
    if request.method == "POST" and form.is_valid():
        try:
            _accept(request, form.cleaned_data)
        except Refusal as refusal:
            identity.refuse(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("已受理委任；受任人下次登入即可代為辦理。"))
            return redirect("/staff/attorneys/")
    if form.errors and status == 200:
        status = 422
    return render(request, "staff/attorney_new.html", {"form": form}, status=status)


def _accept(request: HttpRequest, data: dict[str, Any]) -> None:
    case, branch_id = None, _branch(request)
    principal = identity.number_of_person(data["principal_number"])
    if data["case_number"]:
        case = cases.case_by_number(branch_id, data["case_number"])
        if not parties.with_number([case.obligor_id], principal):
            raise CaseOfAnother(field="case_number", number=case.number)
    new = identity.NewAttorney(
        key=data["key"], principal_name=data["principal_name"], principal_number=principal,
        agent_name=data["agent_name"], agent_number=data["agent_number"],
        scopes=tuple(data["scopes"]), document=data["document"], since=data["since"],
        until=data["until"], case_ref=case.ref if case else None,
        case_number=case.number if case else "",
    )  # fmt: skip
    identity.accept_attorney(branch_id=branch_id, new=new, by=actor_of(request), at=timezone.now())


@staff("case.edit")
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """End one: from this very moment its agent sees nothing any more."""
    branch_id, form = _branch(request), identity.EndForm(request.POST or None)
    row = identity.attorney(branch_id, ref)
    if row is None:
        raise Http404
    log_read(request, f"attorney:{row.ref}")
    if request.method == "POST" and form.is_valid():
        identity.end_attorney(
            branch_id=branch_id, ref=ref, reason=form.cleaned_data["reason"],
            by=actor_of(request), at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("委任已結束。"))
        return redirect("/staff/attorneys/")
    status = 422 if form.errors else 200
    return render(request, "staff/attorney_end.html", {"form": form, "row": row}, status=status)


def _branch(request: HttpRequest) -> int:
    branch_id = actor_of(request).branch_id
    if branch_id is None:
        raise Http404
    return branch_id
