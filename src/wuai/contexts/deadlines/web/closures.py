"""Declared closures: to see, to declare, to take back; what would move is shown first."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wuai.contexts.deadlines.actions import closures as actions
from wuai.contexts.deadlines.queries import closures as queries
from wuai.contexts.deadlines.queries import moving
from wuai.contexts.deadlines.rules.closures import PreviewOutdated
from wuai.contexts.deadlines.web.closure_forms import HALVES, ClosureForm, WithdrawForm
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, staff
from wuai.platform.asked import whole
from wuai.platform.ui.pieces import Column, Crumb, Table
from wuai.platform.ui.wording import sign

HERE = "/staff/reference/closures/"


@staff("reference.edit")
@require_http_methods(["GET", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """All declarations, and the form for the next one: first a preview, then the declaration."""
    form = ClosureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _declared(request, form)
        except Refusal as refusal:
            lang = get_language() or "zh-hant"
            words = f"{refusal.text(lang)} {refusal.next_step(lang)}"
            form.add_error(refusal.field if refusal.field in form.fields else None, words)
    context: dict[str, Any] = {
        "form": form, "rows": [_row(row) for row in queries.closures()],
        "trail": [Crumb(_("基本資料"), "/staff/reference/"), Crumb(_("停止上班"))],
    }  # fmt: skip
    return render(request, "deadlines/closures.html", context, status=422 if form.errors else 200)


def _declared(request: HttpRequest, form: ClosureForm) -> HttpResponse:
    said, by, shown = form.declaration(), actor_of(request), _shown(request)
    taken = actions.considered(said, timezone.localdate())
    if shown is None:
        return _preview(request, moving.preview(taken, by), HERE)
    try:
        actions.declare_closure(declaration=said, shown=shown, by=by, at=timezone.now())
    except PreviewOutdated as refusal:
        return _preview(request, moving.preview(taken, by), HERE, refusal)
    messages.success(request, _moved(_("已宣告"), shown))
    return redirect(HERE)


@staff("reference.edit")
@require_POST
def withdraw(request: HttpRequest, closure_id: int) -> HttpResponse:
    """Take a declaration back: first what would move back, then the withdrawal."""
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("請寫明撤回的事由"))
        return redirect(HERE)
    row = next((r for r in queries.closures() if r.id == closure_id and not r.withdrawn_at), None)
    if row is None:
        raise Http404
    by, shown, refused = actor_of(request), _shown(request), None
    if shown is not None:
        try:
            actions.withdraw_closure(
                closure_id=closure_id, reason=form.cleaned_data["reason"], shown=shown, by=by,
                at=timezone.now(),
            )  # fmt: skip
        except PreviewOutdated as refusal:
            refused = refusal
        else:
            messages.success(request, _moved(_("已撤回"), shown))
            return redirect(HERE)
    seen = moving.preview_withdrawal(closure_id, row.on, by)
    return _preview(request, seen, f"{HERE}{closure_id}/withdraw/", refused)


def _moved(done: str, count: int) -> str:
    moved = ngettext("%(n)s 個期限已重新計算", "%(n)s 個期限已重新計算", count) % {"n": count}
    return f"{done}{sign('：')}{moved}"


def _shown(request: HttpRequest) -> int | None:
    return whole(request.POST.get("shown"))


def _preview(
    request: HttpRequest, seen: moving.Preview, to: str, refused: Refusal | None = None
) -> HttpResponse:  # fmt: skip
    columns = [
        Column("name", _("期限")), Column("was", _("原屆滿日"), "day"),
        Column("to", _("改為"), "day"), Column("count", _("件數"), "number", total=True),
    ]  # fmt: skip
    groups = [
        {"name": g.name, "was": g.from_due_on, "to": g.to_due_on, "count": g.count}
        for g in seen.groups
    ]
    heads = [Column("about", _("對象")), *columns[:3]]
    lines = [
        {"about": line.said.label, "name": line.name, "was": line.from_due_on,
         "to": line.to_due_on, "url": f"/staff/deadlines/{line.ref}/"}
        for line in seen.lines if line.said
    ]  # fmt: skip
    context = {
        "seen": seen, "to": to, "refused": refused,
        "groups": Table(_("會移動的期限"), columns, groups) if groups else None,
        "lines": Table(_("本分署的期限"), heads, lines) if lines else None,
        "sent": [(k, v) for k, v in request.POST.items() if k not in ("csrfmiddlewaretoken", "shown")],
        "trail": [Crumb(_("停止上班"), HERE), Crumb(_("確認"))],
    }  # fmt: skip
    return render(
        request, "deadlines/closure_preview.html", context, status=409 if refused else 200
    )  # fmt: skip


def _row(row: queries.ClosureRow) -> dict[str, Any]:
    return {
        "row": row, "half": dict(HALVES)[row.half],
        "reason": Bilingual(row.reason_zh, row.reason_en),
    }  # fmt: skip
