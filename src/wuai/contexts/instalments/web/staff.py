"""Instalments at the desk: lists, a request, one plan with all that is done about it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.cases import api as cases
from wuai.contexts.instalments.actions.asking import Asked, request_plan
from wuai.contexts.instalments.models import Plan
from wuai.contexts.instalments.queries import plans
from wuai.contexts.instalments.rules.means import Means, affordable, places
from wuai.contexts.instalments.rules.schedule import simulate
from wuai.contexts.instalments.web.forms import (
    AnswerForm,
    GrantForm,
    PaperForm,
    ReasonForm,
    RequestForm,
    SuretyForm,
)
from wuai.contexts.instalments.web.tables import (
    HOME,
    paper_of,
    plan_table,
    schedule_table,
    state_of,
)
from wuai.contexts.parties import api as parties
from wuai.kernel.refusal import Refusal
from wuai.legal.instalments import GROUNDS
from wuai.platform import asked
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.ui.pieces import Crumb, Page


def branch_of(request: HttpRequest) -> int:
    """The branch of who asks."""
    return actor_of(request).branch_id or 0


@staff("case.view")
def listed(request: HttpRequest) -> HttpResponse:
    """What waits, and one list of plans."""
    branch_id, on = branch_of(request), timezone.localdate()
    which = request.GET.get("list", "late")
    which = which if which in plans.LISTS else "late"
    last = asked.before(request)
    rows = plans.plan_lines(branch_id, which, on=on, before=last)
    people = parties.party_rows({row.obligor_id for row in rows})
    log_read(request, *(f"party:{person.ref}" for person in people.values()))
    waiting = plans.counts(branch_id, on)
    labels = {"due": _("本週到期"), "late": _("逾期"), "consent": _("待機關同意"), "decision": _("待核定"),
              "running": _("繳納中"), "all": _("全部")}  # fmt: skip
    numbers = [
        {"label": labels[code], "count": count, "url": f"{HOME}?list={code}",
         "tone": "press" if count and code in {"late", "decision"} else ""}
        for code, count in waiting.items()
    ]  # fmt: skip
    paged = which not in {"due", "late"} and len(rows) == plans.PER_PAGE
    older = f"?list={which}&before={rows[-1].id}" if paged else ""
    return render(
        request, "instalments/list.html",
        {"numbers": numbers, "table": plan_table(rows, people) if rows else None, "which": which,
         "title": labels[which], "others": [(code, labels[code]) for code in ("running", "all")],
         "pager": Page(len(rows), f"?list={which}" if last else "", older)},
    )  # fmt: skip


@staff("instalment.record")
def new(request: HttpRequest) -> HttpResponse:
    """Record a request; the same page first says what would be possible."""
    row = cases.named_case(request)
    on, refused = timezone.localdate(), None
    others = [r for r in cases.cases_of_obligor(row.obligor_id, open_only=True) if r.branch_id == row.branch_id]  # fmt: skip
    owed = {i: sum(b.values()) for i, b in cases.balances([r.id for r in others], on).items()}
    chosen = [r.id for r in others if str(r.id) in request.POST.getlist("case_id")] or [row.id]
    person = parties.party_row(row.obligor_id)
    form = RequestForm(
        request.POST or None, places=places(on),
        initial={"key": uuid.uuid4(), "applicant_name": person.name, "phone": person.phone,
                 "email": person.email, "first_on": on, "dependants": 0, "sharers": 1, "count": 2},
    )  # fmt: skip
    simulated = None
    if request.method == "POST" and form.is_valid():
        try:
            total = sum(owed.get(i, 0) for i in chosen)
            simulated = simulate(total, on=on, means=form.means(), grounds=form.cleaned_data["grounds"])  # fmt: skip
            if "simulate" not in request.POST:
                plan = _ask(request, form, chosen)
                return redirect(f"{HOME}{plan.ref}/")
        except Refusal as error:
            refused = error
    log_read(request, f"party:{person.ref}", f"case:{row.ref}")
    return render(
        request, "instalments/new.html",
        {"row": row, "person": person, "form": form, "refused": refused, "simulated": simulated,
         "others": [(r, owed[r.id]) for r in others if owed[r.id] > 0], "chosen": chosen,
         "trail": [Crumb(_("分期繳納"), HOME), Crumb(_("記錄申請"))]},
        status=200 if refused is None else refused.status,
    )  # fmt: skip


def _ask(request: HttpRequest, form: RequestForm, chosen: list[int]) -> Any:
    given, old = form.cleaned_data, request.GET.get("extends", "")
    names = ("key", "channel", "applicant", "applicant_name", "statement", "grounds", "count",
             "first_on", "phone", "email")  # fmt: skip
    try:
        extends = uuid.UUID(old) if old else None
    except ValueError as error:
        raise Http404 from error
    asked = Asked(
        **{name: given[name] for name in names}, case_ids=tuple(chosen), means=form.means(),
        extends=extends,
    )  # fmt: skip
    plan = request_plan(asked=asked, by=actor_of(request), at=timezone.now(), on=timezone.localdate())  # fmt: skip
    messages.success(request, _("已記錄，並已徵詢移送機關同意"))
    return plan


def own(request: HttpRequest, ref: uuid.UUID) -> plans.PlanView:
    """The plan, if it is of the branch of who asks."""
    view = plans.plan_view(ref, on=timezone.localdate(), branch_id=branch_of(request))
    if view is None:
        raise Http404
    return view


@staff("case.view")
def show(request: HttpRequest, ref: uuid.UUID, refused: Refusal | None = None) -> HttpResponse:
    """One plan: what was asked, who consents, what secures it, the schedule, what can be done."""
    view, actor, on = own(request, ref), actor_of(request), timezone.localdate()
    plan = view.plan
    person = parties.party_row(plan.obligor_id)
    guarantors = parties.party_rows({s.party_id for s in view.sureties if s.party_id})
    log_read(request, f"party:{person.ref}", f"plan:{plan.ref}")
    can = affordable(_means(plan), plan.requested_on)
    decides = actor.may("instalment.approve") or actor.may("instalment.approve_large")
    return render(
        request, "instalments/show.html",
        {"view": view, "plan": plan, "person": person, "state": state_of(plan.status), "can": can,
         "grounds": GROUNDS[plan.grounds], "refused": refused, "table": schedule_table(view),
         "sureties": [(s, guarantors.get(s.party_id or 0)) for s in view.sureties],
         "papers": [paper_of(ref, held) for held in view.documents],
         "may_record": actor.may("instalment.record"), "may_decide": decides,
         "answer_form": AnswerForm(), "paper_form": PaperForm(), "surety_form": SuretyForm(),
         "reason_form": ReasonForm(),
         "grant_form": GrantForm(initial={"count": plan.asked_count,
                                          "first_on": max(plan.asked_first_on, on)}),
         "trail": [Crumb(_("分期繳納"), HOME), Crumb(plan.number)]},
        status=200 if refused is None else refused.status,
    )  # fmt: skip


def _means(plan: Plan) -> Means:
    return Means(plan.income, plan.spending, plan.dependants, plan.sharers, plan.place)
