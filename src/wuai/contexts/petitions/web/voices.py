"""Groups with their outcome, and the board, as staff keep them."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuai.contexts.petitions.actions import voices as actions
from wuai.contexts.petitions.queries import voices
from wuai.contexts.petitions.rules.voices import HIDDEN, SHOWN, WAITING
from wuai.contexts.petitions.web.forms_voices import GroupForm, MarksForm, OutcomeForm
from wuai.contexts.petitions.web.tables import HOME
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, staff
from wuai.platform.ui.pieces import Column, Crumb, Status, Table

GROUPS, BOARD = f"{HOME}groups/", f"{HOME}board/"


def _state(row: voices.GroupRow) -> Status:
    if row.published_at:
        return Status(_("已公布"), "good")
    return Status(_("待核定公布"), "waiting") if row.outcome_code else Status(_("彙整中"), "going")


@staff("petition.view")
def groups(request: HttpRequest) -> HttpResponse:
    """Groups of petitions about the same thing, and a new one."""
    actor, refused = actor_of(request), None
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ref = actions.make_group(**form.cleaned_data, by=actor, at=timezone.now())
            return redirect(f"{GROUPS}{ref}/")
        except Refusal as error:
            refused = error
    columns = [
        Column("title", _("主題")), Column("count", _("件數"), "number"),
        Column("outcome", _("怎麼回應")), Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    rows = [
        {"title": row.title, "url": f"{GROUPS}{row.ref}/", "count": row.count,
         "outcome": row.outcome or "—", "state": _state(row)}
        for row in voices.groups(actor.branch_id or 0, published=False)
    ]  # fmt: skip
    here = {
        "form": form, "refused": refused, "may_edit": actor.may("petition.edit"),
        "table": Table(_("意見彙整"), columns, rows, show_caption=False) if rows else None,
        "trail": [Crumb(_("人民陳情"), HOME), Crumb(_("意見彙整"))],
    }  # fmt: skip
    wrong = 422 if form.errors else 200
    return render(
        request, "petitions/groups.html", here, status=refused.status if refused else wrong
    )


@staff("petition.view")
def group(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One group: its petitions, how it ends, and publishing it."""
    actor, refused = actor_of(request), None
    found = voices.group(actor.branch_id or 0, ref)
    if found is None:
        raise Http404
    row, numbers = found
    form = OutcomeForm(
        initial={"outcome": row.outcome_code, "text_zh": row.text.zh, "text_en": row.text.en}
    )
    if request.method == "POST":
        try:
            form, done = _grouped(request, ref, form)
            if done:
                messages.success(request, _("已記錄"))
                return redirect(f"{GROUPS}{ref}/")
        except Refusal as error:
            refused = error
    here = {
        "row": row, "numbers": numbers, "form": form, "refused": refused, "state": _state(row),
        "may_edit": actor.may("petition.edit") and not row.published_at,
        "may_publish": actor.may("petition.approve") and row.outcome_code and not row.published_at,
        "trail": [Crumb(_("人民陳情"), HOME), Crumb(_("意見彙整"), GROUPS), Crumb(row.title)],
    }  # fmt: skip
    wrong = 422 if form.errors else 200
    return render(
        request, "petitions/group.html", here, status=refused.status if refused else wrong
    )


def _grouped(request: HttpRequest, ref: uuid.UUID, form: OutcomeForm) -> tuple[OutcomeForm, bool]:
    what = request.POST.get("what", "")
    how: dict[str, Any] = {"group": ref, "by": actor_of(request), "at": timezone.now()}
    if what == "add":
        actions.add_to_group(number=request.POST.get("number", ""), **how)
    elif what == "publish":
        actions.publish_group(read=request.POST.get("read", ""), **how)
    else:
        form = OutcomeForm(request.POST)
        if not form.is_valid():
            return form, False
        actions.propose_outcome(end=actions.Outcome(**form.cleaned_data), **how)
    return form, True


@staff("petition.edit")
def board(request: HttpRequest) -> HttpResponse:
    """What waits to be read, what is shown, what was kept back."""
    branch_id = actor_of(request).branch_id or 0
    groups = [
        (name, code, voices.posts(branch_id, code))
        for code, name in (
            (WAITING, Bilingual("等著看的", "Waiting to be read")),
            (SHOWN, Bilingual("刊出的", "Shown")), (HIDDEN, Bilingual("沒有刊出的", "Kept back")),
        )
    ]  # fmt: skip
    trail = [Crumb(_("人民陳情"), HOME), Crumb(_("留言板"))]
    return render(request, "petitions/moderate.html", {"groups": groups, "trail": trail})


@staff("petition.edit")
@require_POST
def moderate(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Let a post be read, or keep it back."""
    try:
        actions.moderate(
            ref=ref, show=request.POST.get("what") == "show", by=actor_of(request),
            answer=request.POST.get("answer", ""), reason=request.POST.get("reason", ""),
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("已記錄"))
    except Refusal as refused:
        if refused.status == 404:
            raise
        messages.error(request, str(refused))
    return redirect(BOARD)


@staff("petition.edit")
def paper_survey(request: HttpRequest) -> HttpResponse:
    """Slips that came back on paper, one after the other."""
    form, refused = MarksForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_paper_survey(
                said=actions.Said(**form.cleaned_data), by=actor_of(request), at=timezone.now(),
                on=timezone.localdate(),
            )  # fmt: skip
            messages.success(request, _("已登錄，可以再登錄下一份"))
            return redirect(f"{HOME}survey/")
        except Refusal as error:
            refused = error
    trail = [Crumb(_("人民陳情"), HOME), Crumb(_("登錄紙本調查表"))]
    here = {"form": form, "refused": refused, "trail": trail}
    wrong = 422 if form.errors else 200
    return render(
        request, "petitions/paper_survey.html", here, status=refused.status if refused else wrong
    )
