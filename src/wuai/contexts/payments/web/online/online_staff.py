"""Card payments for staff: what is under way, what needs somebody, ask now, release by two people."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from wuai.contexts.cases import api as cases
from wuai.contexts.payments import jobs
from wuai.contexts.payments.actions.online import online_contract, online_release
from wuai.contexts.payments.gateways.card_platforms import PLATFORMS
from wuai.contexts.payments.queries.online import online as queries
from wuai.contexts.payments.rules.online.online import UNDER_WAY
from wuai.contexts.payments.web.forms import DollarField, ReasonForm
from wuai.contexts.payments.web.online.online_words import (
    FLAGS,
    REASONS,
    SOURCES,
    own_parts,
    own_parts_table,
    status_of,
    trail,
)
from wuai.contexts.payments.web.words import branch_of
from wuai.kernel.refusal import Refusal
from wuai.platform.access import Forbidden, actor_of, log_read, staff
from wuai.platform.ui.pieces import Column, Crumb, Status, Table
from wuai.platform.ui.wording import plain

HOME = "/staff/payments/online/"
# A contract can be entered for these; a simulated one comes with the demonstration.
MODES = (("LIVE", gettext_lazy("正式")), ("STAGE", gettext_lazy("平台的測試環境")))


class ContractForm(forms.Form):
    """What the platform gave the branch; the secrets are never shown again."""

    platform = forms.ChoiceField(label=gettext_lazy("平台"))
    mode = forms.ChoiceField(label=gettext_lazy("環境"), choices=MODES)
    merchant_id = forms.CharField(label=gettext_lazy("商店代號"), max_length=15)
    key = forms.CharField(
        label="HashKey",
        max_length=32,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    iv = forms.CharField(
        label="HashIV",
        max_length=16,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    most = DollarField(label=gettext_lazy("單筆上限"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["platform"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(one.code, plain(one.name)) for one in PLATFORMS.values()]


@staff("payment.view")
def listed(request: HttpRequest) -> HttpResponse:
    """Those under way with their age, those that need somebody first."""
    now, branch_id = timezone.now(), branch_of(request)
    rows = sorted(queries.attempts_to_look_at(branch_id), key=lambda row: not row.flag)
    lines = [
        {"order": row.order_no, "made": row.made_at, "age": _age((now - row.made_at).total_seconds()),
         "amount": row.amount, "platform": row.platform_name, "state": status_of(row),
         "flag": Status(str(FLAGS[row.flag]), "press") if row.flag else "", "asks": row.asks,
         "url": f"{HOME}{row.ref}/"}
        for row in rows
    ]  # fmt: skip
    columns = [
        Column("order", _("訂單編號"), "code"), Column("flag", _("待處理"), "status"),
        Column("state", _("現況"), "status"), Column("amount", _("金額"), "amount", total=True),
        Column("platform", _("平台")), Column("made", _("開始"), "moment"),
        Column("age", _("經過時間")), Column("asks", _("已詢問次數"), "number"),
    ]  # fmt: skip
    table = Table(_("進行中的信用卡付款"), columns, lines, tall=True, show_caption=False)
    noise = [
        {"at": e.arrived_at, "source": str(SOURCES[e.source]),
         "reason": str(REASONS.get(e.reason, e.reason)), "kept": e.kept}
        for e in queries.distrusted(branch_id)
    ]  # fmt: skip
    refused = Table(
        _("未採信的來訊"),
        [Column("at", _("時間"), "moment"), Column("source", _("來源")),
         Column("reason", _("原因")), Column("kept", _("留存"), "code")],
        noise, show_caption=False,
    )  # fmt: skip
    return render(
        request, "payments/online_list.html",
        {"table": table if lines else None, "refused_table": refused if noise else None,
         "may_edit": actor_of(request).may("reference.edit"),
         "trail": [Crumb(_("收款"), "/staff/payments/"), Crumb(_("線上刷卡"))]},
    )  # fmt: skip


def _age(seconds: float) -> str:
    minutes = int(seconds // 60)
    if minutes < 120:
        return _("%(n)s 分鐘") % {"n": minutes}
    if minutes < 48 * 60:
        return _("%(n)s 小時") % {"n": minutes // 60}
    return _("%(n)s 天") % {"n": minutes // 1440}


@staff("payment.view")
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One attempt: the facts, the evidence, what can be done."""
    actor = actor_of(request)
    facts = queries.attempt_facts(ref, branch_id=branch_of(request))
    if facts is None:
        raise Http404
    if request.method == "POST" and not actor.may("payment.settle"):
        raise Forbidden("payment.settle")
    form, refused = ReasonForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            online_release.request_release(
                ref=ref, why=form.cleaned_data["why"], by=actor, at=timezone.now()
            )
        except Refusal as error:
            refused = error
        else:
            messages.success(request, _("已提案，請另一位同仁核准"))
            return redirect(f"{HOME}{ref}/")
    row, branch_id = facts.row, branch_of(request)
    mine = row.branch_id == branch_id  # another branch collects for ours: we only look
    of = [part.case_id for part in own_parts(row, branch_id)] if row.parts else [row.case_id]
    held = cases.case_rows(of)
    log_read(request, *(f"case:{one.ref}" for one in held.values()))
    return render(
        request, "payments/online_staff.html",
        {"facts": facts, "row": row, "status": status_of(row), "form": form, "refused": refused,
         "flag": FLAGS.get(row.flag, ""), "case": held[of[0]],
         "trail_of": trail(facts), "may_settle": mine and actor.may("payment.settle"),
         "parts": own_parts_table(row, branch_id),
         "may_approve": mine and actor.may("payment.approve"),
         "may_release": bool(row.flag) or row.state in UNDER_WAY,
         "trail": [Crumb(_("線上刷卡"), HOME), Crumb(row.order_no)]},
        status=200 if refused is None else refused.status,
    )  # fmt: skip


@staff("payment.settle")
@require_POST
def ask(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Ask the platform now."""
    done = jobs.ask(ref, by=actor_of(request), branch_id=branch_of(request))
    if done is None:
        messages.info(request, _("剛剛才問過，請稍候十秒再問"))
    else:
        messages.success(request, _("已詢問平台，結果見下方紀錄"))
    return redirect(f"{HOME}{ref}/")


@staff("payment.approve")
@require_POST
def decide(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The second person ends the waiting, or not."""
    decision = "APPROVED" if request.POST.get("decision") == "APPROVED" else "REFUSED"
    online_release.decide_release(
        ref=ref, decision=decision, by=actor_of(request), at=timezone.now()
    )
    messages.success(request, _("已核准") if decision == "APPROVED" else _("已退回提案"))
    return redirect(HOME)


@staff("reference.edit")
def contracts(request: HttpRequest) -> HttpResponse:
    """The branch's accounts at the platforms; a new one replaces the one in force."""
    form, refused = ContractForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        values = {k: v for k, v in form.cleaned_data.items() if k != "most"}
        try:
            online_contract.enter_contract(
                branch_id=branch_of(request), values=values, most=form.cleaned_data["most"],
                by=actor_of(request), at=timezone.now(), on=timezone.localdate(),
            )  # fmt: skip
        except Refusal as error:
            refused = error
        else:
            messages.success(request, _("已登錄收單契約"))
            return redirect(f"{HOME}contracts/")
    return render(
        request, "payments/online_contracts.html",
        {"rows": queries.contracts_of(branch_of(request)), "form": form, "refused": refused,
         "trail": [Crumb(_("線上刷卡"), HOME), Crumb(_("收單契約"))]},
        status=200 if refused is None else refused.status,
    )  # fmt: skip


@staff("reference.edit")
@require_POST
def end(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """No new orders under a contract."""
    online_contract.end_contract(
        ref=ref, by=actor_of(request), at=timezone.now(), on=timezone.localdate()
    )
    messages.success(request, _("已停用，之後不再建立新訂單"))
    return redirect(f"{HOME}contracts/")
