"""A citizen's own identity: numbers, cards, for whom he acts; stay logged in, leave everywhere."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wuai.contexts.identity import actions
from wuai.contexts.identity import queries_citizens as queries
from wuai.contexts.identity.rules import citizens as rules
from wuai.contexts.identity.web import citizen_session, proving
from wuai.contexts.identity.web.citizen_forms import CaseForm
from wuai.contexts.identity.web.forms import refuse
from wuai.kernel.refusal import Refusal
from wuai.platform.access import citizen


@citizen()
def extend(request: HttpRequest) -> HttpResponse:
    """Still here: any request renews the quarter of an hour, this one does nothing else."""
    return HttpResponse(status=204)


@citizen()
def show(request: HttpRequest) -> HttpResponse:
    """Numbers, cards, for whom one may act."""
    visit = citizen_session.citizen_of(request)
    me = visit.citizen
    held = queries.numbers(me.id)
    here = {
        "visit": visit, "numbers": held, "means": queries.means(me.id),
        "principals": queries.principals(me, on=timezone.localdate()),
        "may_add": len(held) == 1 and held[0].kind.startswith("ARC"),
    }  # fmt: skip
    return render(request, "identity/citizen.html", here)


@citizen(fresh=True)
@require_http_methods(["GET", "POST"])
def add_number(request: HttpRequest) -> HttpResponse:
    """Join the old and the new number of a residence permit, proven by a case and its notice."""
    me, form = citizen_session.citizen_of(request).citizen, CaseForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        data, at = form.cleaned_data, timezone.now()
        try:
            number = rules.number_of_person(data["number"])
            proof = proving.prove_case(
                request, case_text=data["case_number"], number=number, code=data["code"]
            )
            actions.add_number(citizen=me, number=number, name=proof.name, by=me.actor(), at=at)
        except Refusal as refusal:
            refuse(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("已加入這個證號，兩個證號的案件現在一起顯示。"))
            return redirect("/my/identity/")
    if form.errors and status == 200:
        status = 422
    return render(request, "identity/add_number.html", {"form": form}, status=status)


@citizen()
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Begin to act for a principal, or (without one) for oneself again."""
    citizen_session.act_for(request, request.POST.get("principal") or None)
    return redirect(citizen_session.home())


@citizen()
@require_POST
def end_means(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """A card or telephone lets nobody in any more."""
    me = citizen_session.citizen_of(request).citizen
    actions.end_means(citizen=me, ref=ref, by=me.actor(), at=timezone.now())
    messages.success(request, _("已停用；下次使用須重新以案號與查詢碼連結。"))
    return redirect("/my/identity/")


@citizen()
@require_POST
def leave_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of this person, here too."""
    citizen_session.leave(request, everywhere=True)
    return redirect("/login/citizen/")
