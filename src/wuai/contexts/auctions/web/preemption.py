"""Rights of pre-emption at the desk: who was told, what was looked up, what they answered."""

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wuai.contexts.auctions.actions import preempting as actions
from wuai.contexts.auctions.actions.beginning import Told
from wuai.contexts.auctions.queries import preemptions as queries
from wuai.contexts.auctions.rules import preempting as rules
from wuai.contexts.auctions.web import forms as f
from wuai.contexts.auctions.web.asking import Desk, branch_of, do, show_list, there, who
from wuai.contexts.auctions.web.tables import PREEMPTION as HOME
from wuai.contexts.auctions.web.tables import preemption_state, preemption_table
from wuai.contexts.cases import api as cases
from wuai.kernel.refusal import Refusal
from wuai.legal import deadlines as law
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.ui.pieces import Counted, Crumb


@staff("case.view")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What still runs, the nearest day first; or what is over."""
    return show_list(
        request, Desk("preemption", "auctions/preemptions.html", queries.listed, preemption_table)
    )


@staff("case.edit")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Record that a holder was told; the last day is counted at once."""
    case, refused = cases.named_case(request), None
    form = f.NotifyForm(
        request.POST or None, initial={"key": uuid.uuid4(), "notified_on": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            told = Told(case_id=case.id, **form.cleaned_data)
            row = actions.notify(told=told, **who(request))
        except Refusal as error:
            refused = error
        else:
            messages.success(request, _("已登錄通知，表示期限已起算"))
            return redirect(f"{HOME}{row.ref}/")
    log_read(request, f"case:{case.ref}")
    return render(
        request, "auctions/preemption_new.html",
        {"case": case, "form": form, "refused": refused,
         "trail": [Crumb(_("優先承買"), HOME), Crumb(_("登錄通知"))]},
        status=refused.status if refused else 422 if form.errors else 200,
    )  # fmt: skip


def own(request: HttpRequest, ref: uuid.UUID) -> queries.View:
    """The notice, if it is of the branch of who asks."""
    return there(queries.view(ref, branch_of(request)))


@staff("case.view")
@require_safe
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One notice: until when, what the register says, how it was answered, who else has a right."""
    return page(request, ref)


def page(
    request: HttpRequest, ref: uuid.UUID, *, refused: Refusal | None = None,
    wrong: dict[str, forms.Form] | None = None,
) -> HttpResponse:  # fmt: skip
    """The page, also after something went wrong on it."""
    view, actor = own(request, ref), actor_of(request)
    row, case = view.row, cases.case_row(view.row.case_id)
    log_read(request, f"preemption:{ref}", f"case:{case.ref}")
    may, on, bad = actor.may(rules.RECORD), timezone.localdate(), wrong or {}
    is_open = row.state in rules.OPEN
    held = law.rule(row.rule).on(row.notified_on)
    return render(
        request, "auctions/preemption.html",
        {"row": row, "case": case, "view": view, "state": preemption_state(row), "refused": refused,
         "ground": rules.GROUNDS[row.ground], "how": rules.HOW[row.how], "rule": law.rule(row.rule),
         "setting": held, "letter": view.letter,
         "steps_to_due": [Counted(step.on, step.why) for step in queries.reckoned(row)],
         "answered": row.application_ref if actor.may("application.view") else None,
         "lookups": [(one, rules.FOUND[one.found]) for one in view.lookups],
         "steps": [(one, rules.MOVE_NAMES[one.move]) for one in view.steps],
         "rivals": [(one, preemption_state(one)) for one in view.rivals],
         "look_up": (bad.get("look_up") or f.LookUpForm(auto_id="look-up-%s", initial={"looked_up_on": on}))
                    if may and is_open else None,
         "waive": (bad.get("waive") or f.WaiveForm(auto_id="waive-%s")) if may and row.state == rules.WAITING else None,
         "call_off": (bad.get("call_off") or f.ReasonForm(auto_id="call-off-%s")) if may and is_open else None,
         "trail": [Crumb(_("優先承買"), HOME), Crumb(row.number)]},
        status=refused.status if refused else 422 if wrong else 200,
    )  # fmt: skip


@staff("case.edit")
@require_POST
def look_up(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Record a look-up in the register."""
    own(request, ref)
    form = f.LookUpForm(request.POST, auto_id="look-up-%s")
    return do(
        request, ref, page, ("look_up", form),
        lambda given: actions.look_up(ref=ref, looked=actions.LookedUp(**given), **who(request)),
        _("已登錄查詢結果"),
    )  # fmt: skip


@staff("case.edit")
@require_POST
def waive(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Record that the holder does not buy."""
    own(request, ref)
    form = f.WaiveForm(request.POST, auto_id="waive-%s")
    return do(request, ref, page, ("waive", form),
              lambda given: actions.waive(ref=ref, note=given["note"], **who(request)),
              _("已登錄不買的表示"))  # fmt: skip


@staff("case.edit")
@require_POST
def call_off(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The sale stopped."""
    own(request, ref)
    form = f.ReasonForm(request.POST, auto_id="call-off-%s")
    return do(request, ref, page, ("call_off", form),
              lambda given: actions.call_off(ref=ref, reason=given["reason"], **who(request)),
              _("已登錄停止程序"))  # fmt: skip
