"""Fees at the counter: count the pages, take the cash, hand out the receipt; and the second person."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments.actions.desk import fees as actions
from wuai.contexts.payments.gateways.receipt_paper import typeset
from wuai.contexts.payments.queries.desk import fees as queries
from wuai.contexts.payments.queries.desk.till import has_open_till
from wuai.contexts.payments.rules.desk.counter_receipts import capital_amount, is_reprint
from wuai.contexts.payments.web.desk.fee_forms import FeeForm
from wuai.contexts.payments.web.forms import ReasonForm
from wuai.contexts.payments.web.words import branch_of
from wuai.kernel import roc_dates
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.money import format_nt
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.asked import before
from wuai.platform.ui.pieces import Column, Crumb, Page, Status, Table

HOME = "/staff/payments/fees/"


@staff("payment.counter", "payment.approve")
@require_http_methods(["GET", "POST"])
def fees(request: HttpRequest) -> HttpResponse:
    """Take a fee, and the receipts so far, the newest first."""
    actor, refused, on = actor_of(request), None, timezone.localdate()
    first = {"key": uuid.uuid4(), "about": request.GET.get("about", "")[:60]}
    form = FeeForm(request.POST or None, rates=queries.rates(on), initial=first)
    if request.method == "POST" and actor.may("payment.counter") and form.is_valid():
        try:
            row = actions.take_fee(taken=form.taken(), by=actor, at=timezone.now(), on=on)
        except Refusal as error:
            refused = error
        else:
            return redirect(f"{HOME}{row.ref}/")
    last = before(request)
    rows = queries.listed(branch_of(request), before=last)
    older = f"?before={rows[-1][0].id}" if len(rows) == queries.PAGE else ""
    return render(
        request, "payments/fees.html",
        {"form": form, "refused": refused, "table": _table(rows) if rows else None,
         "rates": queries.rates(on), "till": has_open_till(branch_of(request), actor.ref),
         "may_take": actor.may("payment.counter"), "pager": Page(len(rows), HOME if last else "", older),
         "trail": [Crumb(_("櫃檯收款"), "/staff/counter/"), Crumb(_("規費"))]},
        status=refused.status if refused else 422 if form.errors else 200,
    )  # fmt: skip


def _table(rows: list[tuple[Any, str]]) -> Table:
    states = {"": Status(_("已收費"), "good"), "WAITING": Status(_("作廢待核准"), "press"),
              "APPROVED": Status(_("已作廢"), "bad"), "REFUSED": Status(_("已收費"), "good")}  # fmt: skip
    lines = [
        {"number": row.number, "url": f"{HOME}{row.ref}/", "on": row.taken_on, "about": row.about or "—",
         "amount": row.amount, "by": row.by_name, "state": states[stands]}
        for row, stands in rows
    ]  # fmt: skip
    columns = [
        Column("number", _("收據號碼"), "code"), Column("on", _("收費日"), "day"),
        Column("about", _("申辦收件號碼"), "code"), Column("amount", _("金額"), "amount"),
        Column("by", _("經手人")), Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    return Table(_("規費"), columns, lines, show_caption=False)


@staff("payment.counter", "payment.approve")
@require_http_methods(["GET"])
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One receipt: the change to give, what it is for, the button that prints."""
    return _page(request, ref)


def _own(request: HttpRequest, ref: uuid.UUID) -> queries.View:
    view = queries.fee(branch_of(request), ref)
    if view is None:
        raise Http404
    return view


def _page(
    request: HttpRequest, ref: uuid.UUID, refused: Refusal | None = None
) -> HttpResponse:  # fmt: skip
    view, actor = _own(request, ref), actor_of(request)
    log_read(request, f"fee:{ref}")
    lines = [
        {"what": Bilingual(line["zh"], line["en"]), "count": line["count"], "rate": line["rate"],
         "amount": line["count"] * line["rate"]}
        for line in view.row.lines
    ]  # fmt: skip
    columns = [
        Column("what", _("項目")), Column("count", _("張數或數量"), "number"),
        Column("rate", _("單價"), "amount"), Column("amount", _("金額"), "amount", total=True),
    ]  # fmt: skip
    waiting = view.waiting
    return render(
        request, "payments/fee.html",
        {"view": view, "row": view.row, "refused": refused, "key": uuid.uuid4(),
         "table": Table(_("收費項目"), columns, lines),
         "may_print": actor.may("payment.counter"),
         "may_void": actor.may("payment.counter") and not view.is_void and waiting is None,
         "may_decide": waiting is not None and actor.may("payment.approve")
         and not actor.is_same_person(waiting.proposed_by),
         "form": ReasonForm(), "trail": [Crumb(_("規費"), HOME), Crumb(view.row.number)]},
        status=refused.status if refused else 200,
    )  # fmt: skip


@staff("payment.counter")
@require_POST
def paper(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Print the receipt; every print after the first says that it is one."""
    view = _own(request, ref)
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError as error:
        raise Http404 from error
    no = actions.print_fee(ref=ref, key=key, by=actor_of(request), at=timezone.now())
    pdf = typeset(paper_words(view, no), view.verify_url)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="fee-{ref}-{no}.pdf"'
    return answer


def paper_words(view: queries.View, no: int) -> dict[str, Any]:
    """What the paper says; Chinese has effect, whatever the cashier's own language is."""
    row, branch = view.row, organisation.branch_by_id(view.row.branch_id)
    marks = ["規費 Fee"]
    if is_reprint(no):
        marks.append(f"補印 Reprint {no - 1}")
    if view.is_void:
        marks.append("已作廢 VOID")
    return {
        "number": row.number, "branch_zh": branch.name_zh,
        "branch_en": branch.name_en, "marks": marks, "payer": row.payer or "—",
        "paid_on": roc_dates.long_zh(row.taken_on),
        "amount": format_nt(row.amount), "capital": capital_amount(row.amount),
        "channel_zh": "現金", "channel_en": "Cash", "note": "", "extras": [],
        "by_name": row.by_name, "taken_at": f"{timezone.localtime(row.at):%Y-%m-%d %H:%M}",
        "lines": [
            {"number": row.about or "—", "component": f"{line['zh']} {line['count']:,} × {line['rate']:,} 元",
             "component_en": line["en"], "amount": format_nt(line["count"] * line["rate"])}
            for line in row.lines
        ],
    }  # fmt: skip


@staff("payment.counter")
@require_POST
def void(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Ask that it be taken back."""
    _own(request, ref)
    form = ReasonForm(request.POST)
    form.is_valid()
    try:
        actions.request_fee_void(
            ref=ref, why=form.cleaned_data.get("why", ""), by=actor_of(request), at=timezone.now()
        )
    except Refusal as refused:
        return _page(request, ref, refused)
    messages.success(request, _("已申請作廢，待另一位同仁核准"))
    return redirect(f"{HOME}{ref}/")


@staff("payment.approve")
@require_POST
def decide(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The second person approves the voiding, or refuses it."""
    _own(request, ref)
    decision = "APPROVED" if request.POST.get("decision") == "APPROVED" else "REFUSED"
    try:
        actions.decide_fee_void(
            ref=ref, decision=decision, by=actor_of(request), at=timezone.now(),
            on=timezone.localdate(),
        )  # fmt: skip
    except Refusal as refused:
        return _page(request, ref, refused)
    messages.success(
        request, _("已作廢，現金由錢櫃退還") if decision == "APPROVED" else _("已退回")
    )
    return redirect(f"{HOME}{ref}/")
