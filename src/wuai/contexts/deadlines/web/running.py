"""Deadlines on the desks: what is near, what was missed, and one of them with every counted day."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wuai.contexts.deadlines.actions import running, watching
from wuai.contexts.deadlines.queries import kinds
from wuai.contexts.deadlines.queries import limits as limit_queries
from wuai.contexts.deadlines.queries import running as queries
from wuai.contexts.deadlines.queries import watching as lists
from wuai.contexts.deadlines.rules import states
from wuai.contexts.deadlines.web import tables
from wuai.contexts.deadlines.web.forms import ExtendForm, FilterForm, SeenForm
from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, staff
from wuai.platform.asked import after
from wuai.platform.ui.pieces import Counted, Crumb, Fact
from wuai.platform.ui.wording import sign

HOME = tables.HOME
PAGE = 100


@staff("case.view", "application.view", "application.confidential")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Deadlines of the branch in the order in which they should be done."""
    actor, on = actor_of(request), timezone.localdate()
    branch_id = actor.branch_id or 0
    form = FilterForm(request.GET or None, branch_id=branch_id)
    given = form.cleaned_data if form.is_valid() else {}
    start = after(request)
    wanted = lists.Wanted(
        branch_id, on, given.get("which") or "near", given.get("rule", ""), given.get("section"),
        kinds.visible_kinds(actor),
    )  # fmt: skip
    rows = lists.listed(wanted, limit=PAGE, offset=start)
    said = kinds.describe([(row.kind, row.subject) for row in rows], actor)
    query = request.GET.copy()
    query["after"] = str(start + PAGE)
    return render(
        request, "deadlines/list.html",
        {"form": form, "table": tables.lines(rows, said, on, sections(branch_id)),
         "count": lists.counted(wanted), "more": query.urlencode() if len(rows) == PAGE else "",
         "which": wanted.which, "unseen": lists.unseen(branch_id, on)},
    )  # fmt: skip


@staff("case.view", "application.view", "application.confidential")
@require_safe
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One deadline: the day, days left, each day that counted or not, and what moved it."""
    return _page(request, ref)


def _page(request: HttpRequest, ref: uuid.UUID, **changed: Any) -> HttpResponse:
    row, said = seen_by(request, ref)
    explained, on = queries.explain(ref), timezone.localdate()
    missed = row.state in (*states.COUNTING, states.MISSED) and states.is_over(
        row.due_on, row.until, timezone.now()
    )
    here = explained.may_extend and not kinds.extends_itself(row.kind)
    may = actor_of(request).may("case.edit") or actor_of(request).may("application.edit")
    context = {
        "row": row, "said": said, "explained": explained, "on": on,
        "state": tables.state_of(row, on), "facts": _facts(explained, on),
        "steps": [Counted(step.on, step.why) for step in explained.steps],
        "basis": Bilingual(
            "；".join(s.zh for s in explained.sources), "; ".join(s.en for s in explained.sources)
        ),
        "running": row.state in (*states.COUNTING, states.MISSED), "missed": missed,
        "extend": ExtendForm() if may and here and on <= row.due_on else None,
        "seen": SeenForm() if may and missed and row.seen_at is None else None,
        "trail": [Crumb(pgettext("標題", "期限"), HOME), Crumb(said.label)],
    }  # fmt: skip
    status = 422 if changed else 200
    return render(request, "deadlines/show.html", context | changed, status=status)


@staff("case.edit", "application.edit")
@require_POST
def extend(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Extend it, once, with notice."""
    row, _said = seen_by(request, ref)
    if kinds.extends_itself(row.kind):
        return _page(request, ref, refused=states.ExtendedElsewhere())
    form = ExtendForm(request.POST)
    if not form.is_valid():
        return _page(request, ref, extend=form)
    try:
        running.extend(
            which=running.Which(row.kind, row.subject, row.rule), on=timezone.localdate(),
            told_on=form.cleaned_data["told_on"], reason=form.cleaned_data["reason"],
            by=actor_of(request), at=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        return _page(request, ref, extend=form, refused=refusal)
    messages.success(request, _("已延長；請確認申請人已收到通知"))
    return redirect(f"{HOME}{ref}/")


@staff("case.edit", "application.edit")
@require_POST
def seen(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Say that a missed one was seen and what is done about it."""
    seen_by(request, ref)
    form = SeenForm(request.POST)
    if not form.is_valid():
        return _page(request, ref, seen=form)
    try:
        watching.see_missed(
            ref=ref, note=form.cleaned_data["note"], by=actor_of(request), at=timezone.now()
        )
    except Refusal as refusal:
        return _page(request, ref, seen=form, refused=refusal)
    messages.success(request, _("已記下；辦結以前仍列在逾期清單"))
    return redirect(f"{HOME}{ref}/")


@staff("case.view", "application.view", "report.view")
@require_http_methods(["GET"])
def limits(request: HttpRequest) -> HttpResponse:
    """The table of processing times, as the branch uses it."""
    found = limit_queries.limits(timezone.localdate())
    return render(
        request, "deadlines/limits_staff.html",
        {"table": tables.limits(found, _("處理時限表"), linked=False),
         "trail": [Crumb(pgettext("標題", "期限"), HOME), Crumb(_("處理時限表"))]},
    )  # fmt: skip


def sections(branch_id: int) -> dict[int, Bilingual]:
    """The names of the sections of a branch."""
    return {row.id: Bilingual(row.name_zh, row.name_en) for row in organisation.sections(branch_id)}


def seen_by(
    request: HttpRequest, ref: uuid.UUID
) -> tuple[queries.DeadlineRow, kinds.Described]:  # fmt: skip
    """The deadline and its subject, where this person may see both; otherwise there is none."""
    actor = actor_of(request)
    row = queries.by_ref(ref, branch_id=actor.branch_id)
    if row is None:
        raise Http404
    said = kinds.describe([(row.kind, row.subject)], actor).get((row.kind, row.subject))
    if said is None:
        raise Http404
    return row, said


def _facts(explained: queries.Explained, on: date) -> list[Fact]:
    row = explained.row
    held: Iterable[tuple[Any, Any]] = (
        (_("期限"), explained.name), (_("起算"), explained.event), (_("起算日"), row.started_on),
        (_("原屆滿日"), row.first_due_on if row.first_due_on != row.due_on else None),
        (_("停止進行自"), row.suspended_on), (_("延長日"), row.extended_on),
        (_("通知申請人之日"), row.told_on), (_("延長的理由"), row.extension_reason),
        (_("辦理日"), row.met_on), (_("適用地區"), explained.county),
        (_("逾期處理"), f"{row.seen_by_name}{sign('：')}{row.seen_note}" if row.seen_at else None),
    )  # fmt: skip
    return [Fact(label, value) for label, value in held if value not in (None, "")]
