"""Objections at the desk: lists, one with all that is done about it, what was said on the spot."""

import uuid
from collections.abc import Callable
from datetime import datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wuai.contexts.applications import api as applications
from wuai.contexts.cases import api as cases
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.objections.actions.receiving import CODE, Spoken, record_oral
from wuai.contexts.objections.actions.staying import stands_still
from wuai.contexts.objections.models import ObjectionStep
from wuai.contexts.objections.queries import objections as queries
from wuai.contexts.objections.rules import life
from wuai.contexts.objections.rules import objecting as o
from wuai.contexts.objections.web import forms as f
from wuai.contexts.objections.web.tables import HOME, lines, state_of
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.actors import Actor
from wuai.platform.asked import before
from wuai.platform.ui.pieces import Counted, Crumb, File, Page
from wuai.platform.ui.wording import plain

Made = dict[str, forms.Form]


@staff("case.view")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What waits for us, for the Agency, what is over."""
    branch_id = actor_of(request).branch_id or 0
    which = request.GET.get("list", "ours")
    which = which if which in queries.LISTS else "ours"
    last = before(request)
    rows = queries.listed(branch_id, which, before=last)
    numbers = cases.numbers_of({row.case_id for row in rows})
    log_read(request, *(f"objection:{row.ref}" for row in rows))
    labels = {"ours": _("待我們辦理"), "agency": _("行政執行署審議中"), "over": _("已結束"), "all": _("全部")}  # fmt: skip
    waiting = [
        {"label": labels[code], "count": count, "url": f"{HOME}?list={code}",
         "tone": "press" if count and code == "ours" else ""}
        for code, count in queries.counts(branch_id).items()
    ]  # fmt: skip
    older = f"?list={which}&before={rows[-1].id}" if len(rows) == queries.PER_PAGE else ""
    return render(
        request, "objections/list.html",
        {"numbers": waiting, "table": lines(rows, numbers), "title": labels[which],
         "others": [(code, labels[code]) for code in ("over", "all")],
         "pager": Page(len(rows), f"?list={which}" if last else "", older)},
    )  # fmt: skip


@staff("objection.record")
@require_http_methods(["GET", "POST"])
def oral(request: HttpRequest) -> HttpResponse:
    """Record what was said on the spot; number and code come at once."""
    case, now, refused = cases.named_case(request), timezone.localtime(), None
    form = f.OralForm(
        request.POST or None,
        initial={"key": uuid.uuid4(), "made_on": now.date(), "made_time": f"{now:%H:%M}"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            filed = _recorded(request, form, case)
            ref = queries.ref_of(filed.ref, case.branch_id)
            return render(
                request, "objections/recorded.html", {"filed": filed, "url": f"{HOME}{ref}/"}
            )
        except Refusal as error:
            refused = error
    log_read(request, f"case:{case.ref}")
    status = refused.status if refused else 422 if form.errors else 200
    return render(
        request, "objections/oral.html",
        {"case": case, "form": form, "refused": refused,
         "trail": [Crumb(_("聲明異議"), HOME), Crumb(_("當場言詞異議"))]},
        status=status,
    )  # fmt: skip


def _recorded(request: HttpRequest, form: f.OralForm, case: cases.CaseRow) -> applications.Filed:
    given = dict(form.cleaned_data)
    made_on, moment = given.pop("made_on"), given.pop("made_time")
    made_at = timezone.make_aware(datetime.combine(made_on, moment))
    spoken = Spoken(given.pop("key"), case.id, made_at, made_on, given.pop("place"), given)
    return record_oral(
        spoken=spoken, by=actor_of(request), at=timezone.now(), on=timezone.localdate()
    )


@staff("case.view")
@require_safe
def filed(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """From the request to the objection that it opened."""
    found = queries.ref_of(ref, actor_of(request).branch_id or 0)
    if found is None:
        raise Http404
    return redirect(f"{HOME}{found}/")


def own(request: HttpRequest, ref: uuid.UUID) -> queries.View:
    """The objection, if it is of the branch of who asks."""
    held = queries.view(ref, actor_of(request).branch_id or 0)
    if held is None:
        raise Http404
    return held


@staff("case.view")
@require_safe
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One objection: what is objected, what was found, where it stands, what may be done now."""
    return page(request, ref)


def page(
    request: HttpRequest, ref: uuid.UUID, *, refused: Refusal | None = None, wrong: Made | None = None
) -> HttpResponse:  # fmt: skip
    """The page, also after something went wrong on it."""
    view, actor = own(request, ref), actor_of(request)
    row, on = view.row, timezone.localdate()
    case = cases.case_row(row.case_id)
    log_read(request, f"objection:{ref}", f"case:{case.ref}")
    handed = applications.handed_in(row.application_ref)
    running, texts = view.running, applications.offer(request, CODE, row.number, row.received_on)
    explained = running and _counted(running.ref)
    return render(
        request, "objections/show.html",
        {"row": row, "case": case, "state": state_of(row.state), "view": view, "on": on,
         "running": running, "counted": explained, "refused": refused,
         "against": o.AGAINST[row.against], "objector": o.OBJECTORS[row.objector],
         "form_name": o.FORMS[row.form], "finding": o.FINDINGS.get(row.finding),
         "stay": o.STAYS.get(row.stay), "still": stands_still(row) and case.status == "SUSPENDED", "handed": handed,
         "papers": [File(p.stored.name, f"{HOME}{ref}/papers/{p.ref}/", p.stored.size, plain(o.PAPERS[p.kind]))
                    for p in view.papers],
         "steps": [_told(step) for step in view.steps],
         "not_set": [(step, o.NOT_SET_NAMES[step.move]) for step in view.not_set],
         "offer": texts, "can": possible(view, actor, wrong or {}, texts.text("zh-hant")), "may_record": actor.may(life.RECORD),
         "trail": [Crumb(_("聲明異議"), HOME), Crumb(row.number)]},
        status=refused.status if refused else 422 if wrong else 200,
    )  # fmt: skip


def _told(
    step: ObjectionStep,
) -> tuple[ObjectionStep, Bilingual, Bilingual | str, Bilingual | None]:
    """A step, what it was, who took it, and its note: a finding in the language of the page."""
    name = o.NOT_SET_NAMES.get(step.move) or life.STATE_NAMES[step.state]
    found = (one for one in o.FINDINGS.values() if step.move == "PROPOSE" and one.zh == step.note)
    return step, name, o.who_took(step.by_ref, step.by_name), next(found, None)


def _counted(ref: uuid.UUID) -> list[Counted]:
    return [Counted(step.on, step.why) for step in deadlines.explain(ref).steps]


def possible(view: queries.View, actor: Actor, wrong: Made, opinion: str = "") -> Made:
    """The forms of what this person may do now, one for each move; what was filled in wrongly stays."""
    row, first = view.row, {"opinion": opinion, "proposal": view.proposal}
    can = {
        code: form for code, (kind, way) in ACTS.items()
        for permission, states in [life.way(way)]
        if actor.may(permission) and row.state in states
        for form in [wrong.get(code) or kind(auto_id=f"{code}-%s", initial=first)]
    }  # fmt: skip
    second = row.state == life.PROPOSED and actor.is_same_person(row.proposed_by)
    for code in ("approve", "send_back") if second else ():
        can.pop(code, None)
    can.pop("stay" if stands_still(row) else "lift", None)
    return can


# The form of each act, and the way of the table (one of them, where the form says which) it takes.
ACTS: dict[str, tuple[Callable[..., forms.Form], str]] = {
    "propose": (f.ProposeForm, "PROPOSE"),
    "approve": (f.ApproveForm, "UPHOLD"),
    "send_back": (f.ReasonForm, "SEND_BACK"),
    "forward": (f.ForwardForm, "FORWARD"),
    "arrive": (f.ArriveForm, "ARRIVE"),
    "decide": (f.DecideForm, "REJECT"),
    "done": (f.DoneForm, "CARRY_OUT"),
    "stay": (f.StayForm, "STAY"),
    "lift": (f.ReasonForm, "LIFT"),
    "withdraw": (f.ReasonForm, "WITHDRAW"),
    "paper": (f.PaperForm, "PAPER"),
}
