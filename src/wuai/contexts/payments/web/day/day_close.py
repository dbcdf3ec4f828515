"""The close of a day: what each side says, every difference with its owner, and the reopening."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuai.contexts.payments.actions.day import bank_matching, close_day
from wuai.contexts.payments.actions.day.bank_statements import import_statement
from wuai.contexts.payments.queries.day import bank_matches, bank_open
from wuai.contexts.payments.queries.day.matching import DayMatch, match_day
from wuai.contexts.payments.queries.receiving import closed_days
from wuai.contexts.payments.queries.receiving.channels import channels
from wuai.contexts.payments.rules.day.bank_matching import NAMES as RULES
from wuai.contexts.payments.rules.day.day_close import NAMES as KINDS
from wuai.contexts.payments.web.day.day_forms import HandMatchForm, OwnForm, StatementForm
from wuai.contexts.payments.web.forms import ReasonForm
from wuai.contexts.payments.web.words import branch_of
from wuai.kernel import roc_dates
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.money import format_nt
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, staff
from wuai.platform.ui.pieces import Column, Crumb, Status, Table
from wuai.platform.ui.wording import plain, typed_day

HOME = "/staff/payments/day/"
_TRAIL = "/staff/payments/"


def _day(asked: str) -> date:
    try:
        return roc_dates.parse(asked) if asked else timezone.localdate()
    except Refusal as error:
        raise Http404 from error


def _back(on: date) -> HttpResponse:
    return redirect(f"{HOME}?on={on}")


@staff("payment.view")
def day(request: HttpRequest) -> HttpResponse:
    """One day: figures, differences, matches, and what may be done about them."""
    return _page(request, _day(request.GET.get("on", "")))


def _page(request: HttpRequest, on: date, **more: Any) -> HttpResponse:
    branch_id, actor = branch_of(request), actor_of(request)
    match, told, names = match_day(branch_id, on), closed_days.closings(branch_id, on), _names()
    current = next((c for c in told if c.decision != "APPROVED"), None)
    refused: Refusal | None = more.get("refused")
    return render(
        request, "payments/day.html",
        {"match": match, "asked_on": typed_day(on), "table": _figures(match, names), "closings": told, "current": current,
         "differences": [(d, KINDS[d.kind], names.get(d.channel, d.channel), OwnForm(initial={"key": d.key, "amount": d.amount},
                                                    prefix=f"d{n}")) for n, d in enumerate(match.differences)],
         "matches": [(m, RULES[m.rule], Bilingual(m.channel_zh, m.channel_en))
                     for m in bank_matches.matches_of(branch_id, on)],
         "hand": _hand_form(branch_id, on), "reason_form": ReasonForm(), "is_mine":
         current is not None and current.asked_by == actor.ref,
         "may_settle": actor.may("payment.settle"), "may_approve": actor.may("payment.approve"),
         "may_import": actor.may("payment.import"),
         "voided": closed_days.voided_on(branch_id, on),
         "is_last": closed_days.last_closed(branch_id) == on,
         "trail": [Crumb(_("收款紀錄"), _TRAIL), Crumb(_("日結核對"))]} | more,
        status=200 if refused is None else refused.status,
    )  # fmt: skip


def _names() -> dict[str, Bilingual]:
    return {row.code: Bilingual(row.name_zh, row.name_en) for row in channels()}


def _figures(match: DayMatch, names: dict[str, Bilingual]) -> Table | None:
    lines = [
        {"channel": names.get(c.channel, c.channel), "lines": c.lines, "file": c.lines_total, "receipts": c.receipts_total,
         "ledger": c.ledger_total, "bank": c.bank,
         "rejected": c.rejected,
         "state": Status(_("相符"), "good") if c.agrees else Status(
             f"{_('差')} {format_nt(c.open)}" if c.open else _("不符"), "bad")}
        for c in match.channels
    ]  # fmt: skip
    columns = [
        Column("channel", _("通路")), Column("lines", _("筆數"), "number"),
        Column("file", _("通路檔"), "amount", total=True),
        Column("receipts", _("收款"), "amount", total=True),
        Column("ledger", _("帳務"), "amount", total=True), Column("bank", _("銀行"), "amount"),
        Column("rejected", _("拒收"), "number"), Column("state", _("核對"), "status"),
    ]  # fmt: skip
    return Table(_("四方核對"), columns, lines, show_caption=False) if lines else None


def _hand_form(branch_id: int, on: date, data: Any = None) -> HandMatchForm | None:
    lines = [
        (str(x.ref), f"{typed_day(x.value_on)} {format_nt(x.amount)} {x.text} {x.reference}")
        for x in bank_matches.open_bank_lines(branch_id, on)
        if x.amount > 0 or x.channel
    ]
    names = _names()
    groups = [g for g in bank_open.open_groups(branch_id, on) if g.total]
    shown = {(g.channel, g.day) for g in groups}
    groups += [g for g in bank_open.taken_back(branch_id, on) if (g.channel, g.day) not in shown]
    days = [
        (
            f"{g.channel}|{g.day}",
            f"{plain(names[g.channel])} {typed_day(g.day)} {format_nt(g.total)}",
        )
        for g in groups
    ]
    return HandMatchForm(lines, days, data) if lines and days else None


@staff("payment.approve")
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close a day, and the open days before it."""
    on = _day(request.POST.get("on", ""))
    match = close_day.close_day(
        branch_id=branch_of(request), on=on, by=actor_of(request), at=timezone.now()
    )
    if match.may_close:
        messages.success(request, _("已日結"))
    else:
        messages.error(request, _("還有差異無人負責，未日結"))
    return _back(on)


@staff("payment.settle")
@require_POST
def own(request: HttpRequest) -> HttpResponse:
    """Answer for a difference."""
    on, prefix = _day(request.POST.get("on", "")), request.POST.get("prefix", "")[:8]
    form = OwnForm(request.POST, prefix=prefix)
    if not form.is_valid():
        messages.error(request, _("請填寫原因與下一步"))
        return _back(on)
    close_day.own_difference(
        branch_id=branch_of(request), on=on, by=actor_of(request), at=timezone.now(),
        **form.cleaned_data,
    )  # fmt: skip
    messages.success(request, _("已認領"))
    return _back(on)


@staff("payment.settle")
@require_POST
def match_again(request: HttpRequest) -> HttpResponse:
    """Let the rules match what is open."""
    on = _day(request.POST.get("on", ""))
    made = bank_matching.match_bank(
        branch_id=branch_of(request), on=on, by=actor_of(request), at=timezone.now()
    )
    messages.success(request, _("新配對 %(made)s 筆") % {"made": made})
    return _back(on)


@staff("payment.settle")
@require_POST
def match_by_hand(request: HttpRequest) -> HttpResponse:
    """Say that bank lines and channel days are the same money."""
    on = _day(request.POST.get("on", ""))
    form = _hand_form(branch_of(request), on, request.POST)
    if form is None or not form.is_valid():
        return _page(request, on, **({"hand": form} if form else {}))
    given = form.cleaned_data
    try:
        bank_matching.match_by_hand(
            branch_id=branch_of(request), lines=[uuid.UUID(one) for one in given["lines"]],
            channel=given["days"][0].partition("|")[0],
            days=[date.fromisoformat(one.partition("|")[2]) for one in given["days"]],
            fee=given["fee"] or 0, why=given["why"], by=actor_of(request), at=timezone.now(),
        )  # fmt: skip
    except Refusal as refused:
        return _page(request, on, hand=form, refused=refused)
    messages.success(request, _("已配對"))
    return _back(on)


@staff("payment.settle")
@require_POST
def unmatch(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Take a match apart."""
    bank_matching.unmatch(
        ref=ref, why=request.POST.get("why", ""), by=actor_of(request), at=timezone.now()
    )
    messages.success(request, _("已取消配對"))
    return _back(_day(request.POST.get("on", "")))


@staff("payment.settle")
@require_POST
def reopen(request: HttpRequest) -> HttpResponse:
    """Ask that a day be opened again."""
    on = _day(request.POST.get("on", ""))
    close_day.request_reopening(
        branch_id=branch_of(request), on=on, why=request.POST.get("why", ""),
        by=actor_of(request), at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("已申請重新開帳，請另一位同仁核准"))
    return _back(on)


@staff("payment.approve")
@require_POST
def decide(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The second person opens a day again or leaves it closed."""
    decision = "APPROVED" if request.POST.get("decision") == "APPROVED" else "REFUSED"
    on = close_day.decide_reopening(
        ref=ref, decision=decision, by=actor_of(request), at=timezone.now()
    )
    messages.success(request, _("已重新開帳") if decision == "APPROVED" else _("已退回申請"))
    return _back(on)


@staff("payment.import")
def statement(request: HttpRequest) -> HttpResponse:
    """Take in a bank statement."""
    form, refused = (
        StatementForm(branch_of(request), request.POST or None, request.FILES or None),
        None,
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            taken = import_statement(
                branch_id=branch_of(request), account=form.cleaned_data["account"], name=file.name,
                content=file.read(), by=actor_of(request), at=timezone.now(),
            )  # fmt: skip
        except Refusal as error:
            refused = error
        else:
            messages.success(request, _("已收下 %(lines)s 筆，自動配對 %(matched)s 筆") % {
                "lines": taken.lines, "matched": taken.matched})  # fmt: skip
            return _back(taken.until_on)
    return render(
        request, "payments/statement.html",
        {"form": form, "refused": refused,
         "trail": [Crumb(_("收款紀錄"), _TRAIL), Crumb(_("日結核對"), HOME), Crumb(_("對帳單"))]},
        status=200 if refused is None else refused.status,
    )  # fmt: skip
