"""Declared closures: to see, to declare, to take back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wuai.contexts.deadlines.actions import closures as actions
from wuai.contexts.deadlines.queries import closures as queries
from wuai.contexts.deadlines.web.forms import HALVES, ClosureForm, WithdrawForm
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, staff
from wuai.platform.ui.pieces import Crumb

HERE = "/staff/reference/closures/"


@staff("reference.edit")
@require_http_methods(["GET", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """All declarations, and the form for the next one."""
    form = ClosureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.declare_closure(
                declaration=form.declaration(), by=actor_of(request), at=timezone.now()
            )
        except Refusal as refusal:
            lang = get_language() or "zh-hant"
            words = f"{refusal.text(lang)} {refusal.next_step(lang)}"
            form.add_error(refusal.field if refusal.field in form.fields else None, words)
        else:
            messages.success(request, _("已宣告；計算期限時都會算進去"))
            return redirect(HERE)
    context: dict[str, Any] = {
        "form": form, "rows": [_row(row) for row in queries.closures()],
        "trail": [Crumb(_("基本資料"), "/staff/reference/"), Crumb(_("停止上班"))],
    }  # fmt: skip
    return render(request, "deadlines/closures.html", context, status=422 if form.errors else 200)


def _row(row: queries.ClosureRow) -> dict[str, Any]:
    return {
        "row": row, "half": dict(HALVES)[row.half],
        "reason": Bilingual(row.reason_zh, row.reason_en),
    }  # fmt: skip


@staff("reference.edit")
@require_POST
def withdraw(request: HttpRequest, closure_id: int) -> HttpResponse:
    """Take a declaration back."""
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("請寫明撤回的事由"))
        return redirect(HERE)
    actions.withdraw_closure(
        closure_id=closure_id, reason=form.cleaned_data["reason"], by=actor_of(request),
        at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("已撤回；計算期限時不再算進去"))
    return redirect(HERE)
