"""The cases whose reading is told at once, and who read them."""

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from wuai.contexts.audit import actions_watch, queries_watch
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, staff
from wuai.platform.ui.pieces import Column, Crumb, Table

HOME = "/staff/audit/watches/"


class WatchForm(forms.Form):
    """Which case, who is told, why."""

    case_number = forms.CharField(label=gettext_lazy("執行案號"), max_length=60)
    recipient = forms.EmailField(
        label=gettext_lazy("通知信箱"), max_length=254,
        help_text=gettext_lazy("信裡只說何時、何人、哪一頁；不寫案號與姓名。"),
        widget=forms.TextInput(attrs={"inputmode": "email", "autocapitalize": "none"}),
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("事由"), max_length=200)


@staff("audit.view")
def listed(request: HttpRequest) -> HttpResponse:
    """What is watched, who read it, and the form for one more."""
    actor = actor_of(request)
    form = WatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions_watch.set_watch(
                **form.cleaned_data, branch_id=actor.branch_id or 0, by=actor, at=timezone.now()
            )
        except Refusal as refused:
            form.add_error("case_number", refused.text(request.LANGUAGE_CODE))
        else:
            messages.success(request, _("開始監看，一分鐘內會通知"))
            return redirect(HOME)
    rows = queries_watch.alarms(actor.branch_id or 0)
    return render(
        request, "audit/watches.html",
        {"form": form, "watches": queries_watch.watches(actor.branch_id or 0),
         "alarms": _table(rows) if rows else None,
         "trail": [Crumb(_("稽核紀錄"), "/staff/audit/"), Crumb(_("監看"))]},
        status=422 if form.errors else 200,
    )  # fmt: skip


def _table(rows: list[queries_watch.AlarmRow]) -> Table:
    columns = [
        Column("at", _("時間"), "moment"), Column("by_name", _("人員")),
        Column("page", _("頁面"), "code"), Column("case_number", _("執行案號"), "code"),
    ]  # fmt: skip
    held = [
        {"at": row.at, "by_name": row.by_name, "page": row.page, "case_number": row.case_number}
        for row in rows
    ]
    return Table(_("監看警示"), columns, held, show_caption=False, stack=True)


@staff("audit.view")
@require_POST
def end(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Watch no longer."""
    actor = actor_of(request)
    actions_watch.end_watch(
        ref=ref, branch_id=actor.branch_id or 0, by=actor, at=timezone.now()
    )  # fmt: skip
    messages.success(request, _("已停止監看"))
    return redirect(HOME)
