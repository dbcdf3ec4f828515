"""Announcements at the desk: drafted, decided, taken down."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wuai.contexts.cases import api as cases
from wuai.contexts.rewards import actions, queries, rules
from wuai.contexts.rewards.models import RewardNotice
from wuai.contexts.rewards.web.forms import ReasonForm, WordingForm
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.asked import before
from wuai.platform.ui.pieces import Column, Crumb, Page, Status, Table

HOME = "/staff/rewards/"


def state_of(row: RewardNotice) -> Status:
    """How an announcement stands."""
    if row.state == rules.PUBLISHED and row.until < timezone.localdate():
        return Status(_("公告期滿"), "neutral")
    return Status(rules.STATE_NAMES[row.state], rules.TONES[row.state])


@staff("case.view")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """All of the branch, the newest first."""
    last = before(request)
    rows = queries.listed(actor_of(request).branch_id or 0, before=last)
    log_read(request, *(f"reward:{row.ref}" for row in rows))
    columns = [
        Column("number", _("公告字號"), "code"), Column("name", _("公布的姓名")),
        Column("since", _("公告起日"), "day"), Column("until", _("公告訖日"), "day"),
        Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    lines = [
        {"number": row.number, "url": f"{HOME}{row.ref}/", "name": row.shown_name,
         "since": row.since, "until": row.until, "state": state_of(row)}
        for row in rows
    ]  # fmt: skip
    older = f"?before={rows[-1].id}" if len(rows) == queries.PAGE else ""
    return render(
        request, "rewards/list.html",
        {"table": Table(_("獎勵檢舉公告"), columns, lines, show_caption=False) if lines else None,
         "pager": Page(len(rows), HOME if last else "", older)},
    )  # fmt: skip


@staff("case.edit")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Draft an announcement for a case."""
    case, refused, on = cases.named_case(request), None, timezone.localdate()
    first = {"key": uuid.uuid4(), "naming": rules.MASKED, "since": on,
             "until": on + timedelta(days=90)}  # fmt: skip
    form = WordingForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            row = actions.propose(
                key=given.pop("key"), case_id=case.id, wording=rules.Wording(**given),
                by=actor_of(request), at=timezone.now(), on=on,
            )  # fmt: skip
        except Refusal as error:
            refused = error
        else:
            messages.success(request, _("已陳核，待另一位同仁核定後公告"))
            return redirect(f"{HOME}{row.ref}/")
    log_read(request, f"case:{case.ref}")
    return render(
        request, "rewards/new.html",
        {"case": case, "form": form, "refused": refused,
         "trail": [Crumb(_("獎勵檢舉公告"), HOME), Crumb(_("擬稿"))]},
        status=refused.status if refused else 422 if form.errors else 200,
    )  # fmt: skip


def _own(request: HttpRequest, ref: uuid.UUID) -> RewardNotice:
    row = queries.one(ref, actor_of(request).branch_id or 0)
    if row is None:
        raise Http404
    return row


@staff("case.view")
@require_safe
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One announcement."""
    return _page(request, ref)


def _page(request: HttpRequest, ref: uuid.UUID, refused: Refusal | None = None) -> HttpResponse:
    row, actor = _own(request, ref), actor_of(request)
    case = cases.case_row(row.case_id)
    log_read(request, f"reward:{ref}", f"case:{case.ref}")
    second = actor.may(rules.APPROVE) and not actor.is_same_person(row.proposed_by)
    return render(
        request, "rewards/show.html",
        {"row": row, "case": case, "state": state_of(row), "refused": refused,
         "naming": rules.NAMES[row.naming], "form": ReasonForm(),
         "may_decide": second and row.state == rules.PROPOSED,
         "may_end": actor.may(rules.PROPOSE) and row.state == rules.PUBLISHED,
         "trail": [Crumb(_("獎勵檢舉公告"), HOME), Crumb(row.number)]},
        status=refused.status if refused else 200,
    )  # fmt: skip


@staff("application.decide")
@require_POST
def decide(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Publish it, or refuse it."""
    _own(request, ref)
    try:
        state = actions.decide(
            ref=ref, publish=request.POST.get("decision") == "APPROVED",
            reason=request.POST.get("reason", ""), by=actor_of(request), at=timezone.now(),
        )  # fmt: skip
    except Refusal as refused:
        return _page(request, ref, refused)
    published = state == rules.PUBLISHED
    messages.success(request, _("已核定，公告起日開始公布") if published else _("已登錄不公告"))
    return redirect(f"{HOME}{ref}/")


@staff("case.edit")
@require_POST
def take_down(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Take it down."""
    _own(request, ref)
    try:
        actions.take_down(
            ref=ref, reason=request.POST.get("reason", ""), by=actor_of(request),
            at=timezone.now(), on=timezone.localdate(),
        )  # fmt: skip
    except Refusal as refused:
        return _page(request, ref, refused)
    messages.success(request, _("已撤下"))
    return redirect(f"{HOME}{ref}/")
