"""An agency sees the plans that concern it, and says whether it consents."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.instalments.actions.answering import answer_consent
from wuai.contexts.instalments.queries import plans
from wuai.contexts.instalments.rules.deciding import ANSWERS, SURETIES
from wuai.contexts.instalments.web.forms import AnswerForm
from wuai.contexts.instalments.web.tables import schedule_table, state_of
from wuai.contexts.parties import api as parties
from wuai.kernel.refusal import Refusal
from wuai.legal.instalments import GROUNDS
from wuai.platform import asked
from wuai.platform.access import actor_of, agency, log_read
from wuai.platform.ui.pieces import Column, Crumb, Page, Status, Table

HOME = "/agency/instalments/"
_TONES = {"WAITING": "press", "GIVEN": "good", "REFUSED": "bad"}


@agency("agency.consent")
def listed(request: HttpRequest) -> HttpResponse:
    """What waits for our word first, then every plan that concerns us."""
    last = asked.before(request)
    rows = plans.of_agency(actor_of(request).agency_id or 0, before=last)
    waiting = {plan.id for plan, _consent in plans.waiting_for_agency(actor_of(request).agency_id or 0)}  # fmt: skip
    columns = [
        Column("number", _("分期編號"), "code"), Column("asked_on", _("徵詢日"), "day"),
        Column("answer", _("貴機關答復"), "status"), Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    lines = [
        {"number": plan.number, "url": f"{HOME}{plan.ref}/", "asked_on": one.asked_on,
         "answer": Status(ANSWERS[one.answer], _TONES[one.answer]), "state": state_of(plan.status)}
        for plan, one in sorted(rows, key=lambda pair: (pair[0].id not in waiting, -pair[0].id))
    ]  # fmt: skip
    older = f"?before={rows[-1][0].id}" if len(rows) == plans.PER_PAGE else ""
    return render(
        request, "instalments/agency_list.html",
        {"table": Table(_("分期同意"), columns, lines, show_caption=False) if lines else None,
         "waiting": len(waiting), "pager": Page(len(rows), HOME if last else "", older)},
    )  # fmt: skip


@agency("agency.consent")
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One plan, of which we see our own cases; and our answer."""
    actor, refused = actor_of(request), None
    view = plans.plan_view(ref, on=timezone.localdate(), agency_id=actor.agency_id or 0)
    if view is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_consent(
                plan_ref=ref, agency_id=actor.agency_id or 0,
                consents=form.cleaned_data["consents"] == "yes",
                reason=form.cleaned_data["reason"], by=actor, at=timezone.now(),
                on=timezone.localdate(),
            )  # fmt: skip
        except Refusal as error:
            refused = error
        else:
            messages.success(request, _("已送出答復"))
            return redirect(HOME)
    log_read(request, f"plan:{ref}")
    mine = next(one for one, _name in view.consents if one.agency_id == actor.agency_id)
    return render(
        request, "instalments/agency_show.html",
        {"view": view, "plan": view.plan, "mine": mine, "answer": ANSWERS[mine.answer],
         "cases": [one for one in view.cases if one.agency_id == actor.agency_id],
         "name": parties.party_row(view.plan.obligor_id).name_masked, "form": form,
         "grounds": GROUNDS[view.plan.grounds], "state": state_of(view.plan.status),
         "sureties": [SURETIES[one.kind] for one in view.sureties], "refused": refused,
         "table": schedule_table(view), "trail": [Crumb(_("分期同意"), HOME), Crumb(view.plan.number)]},
        status=200 if refused is None else refused.status,
    )  # fmt: skip
