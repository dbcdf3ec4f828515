"""The till: open it, count it, close it, carry its cash to the bank; and the second person."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuai.contexts.payments.actions.desk import till as actions
from wuai.contexts.payments.queries.desk import till as queries
from wuai.contexts.payments.rules.desk.till import CLOSED, COUNTED, OPEN
from wuai.contexts.payments.web.desk.till_forms import CountForm, DepositForm, FloatForm, WhyForm
from wuai.contexts.payments.web.words import branch_of
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, staff
from wuai.platform.ui.pieces import Column, Crumb, Status, Table

HOME = "/staff/payments/till/"


@staff("payment.counter", "payment.approve")
def tills(request: HttpRequest) -> HttpResponse:
    """My till, and all tills of the branch with what waits for a second person."""
    actor, refused = actor_of(request), None
    form = FloatForm(request.POST or None)
    if request.method == "POST" and actor.may("payment.counter") and form.is_valid():
        try:
            actions.open_till(
                opening_float=form.cleaned_data["opening_float"], by=actor, at=timezone.now(),
                on=timezone.localdate(),
            )  # fmt: skip
        except Refusal as error:
            refused = error
        else:
            return redirect("/staff/counter/")
    rows = queries.tills(branch_of(request))
    mine = next((r for r in rows if r.by_ref == actor.ref and r.state == OPEN), None)
    return render(
        request, "payments/tills.html",
        {"mine": mine, "form": form, "refused": refused, "table": _table(rows, actor.ref),
         "may_take": actor.may("payment.counter"), "trail": [Crumb(_("櫃檯收款"), "/staff/counter/"),
                                                            Crumb(_("錢櫃"))]},
        status=200 if refused is None else refused.status,
    )  # fmt: skip


def state_of(row: queries.TillRow) -> Status:
    """How a till stands, in a word."""
    if row.state == OPEN:
        return Status(_("開櫃中"), "going")
    if row.state == COUNTED:
        return Status(_("差額待核准"), "press")
    return (
        Status(_("已關櫃，有差額"), "waiting")
        if row.difference
        else Status(_("已關櫃，相符"), "good")
    )


def _table(rows: list[queries.TillRow], own: str) -> Table | None:
    # Who counts does not see first what should be there: nothing of one's own open till.
    lines = [
        {"by": r.by_name, "opened_at": r.opened_at, "receipts": r.receipts,
         "taken": None if r.state == OPEN and r.by_ref == own else r.taken - r.given_back,
         "deposited": r.deposited,
         "difference": r.difference if r.state != OPEN else None,
         "state": state_of(r), "url": f"{HOME}{r.ref}/"}
        for r in rows
    ]  # fmt: skip
    columns = [
        Column("by", _("出納")), Column("opened_at", _("開櫃"), "moment"),
        Column("receipts", _("收據數"), "number"), Column("taken", _("收現淨額"), "amount"),
        Column("deposited", _("已存入"), "amount"), Column("difference", _("差額"), "amount"),
        Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    return Table(_("錢櫃"), columns, lines, show_caption=False) if lines else None


@staff("payment.counter", "payment.approve")
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One till: its figures once it was counted, its counts, its deposits, what comes next."""
    return _page(request, ref)


def _page(
    request: HttpRequest, ref: uuid.UUID, forms: dict[str, Any] | None = None,
    refused: Refusal | None = None,
) -> HttpResponse:  # fmt: skip
    facts = queries.till_facts(branch_of(request), ref)
    if facts is None:
        raise Http404
    actor, row = actor_of(request), facts.row
    mine = row.by_ref == actor.ref
    given = {"count_form": CountForm(), "why_form": WhyForm(), "deposit_form": DepositForm()}
    # Who counts does not see first what should be there.
    knows = row.state != OPEN or facts.last_count is not None or not mine
    wrong = refused is not None or bool(forms)
    return render(
        request, "payments/till.html",
        given | (forms or {}) | {
            "facts": facts, "row": row, "mine": mine, "knows": knows, "refused": refused,
            "state": state_of(row), "last": facts.last_count if mine and row.state == OPEN else None,
            "left": facts.last_count.counted - row.should_hold if facts.last_count else 0,
            "may_count": mine and row.state == OPEN,
            "may_decide": row.state == COUNTED and actor.may("payment.approve") and not mine,
            "may_deposit": actor.may("payment.counter") and row.state in {OPEN, CLOSED}
            and (row.above_float > 0 if knows else row.taken > 0),
            "counts": _counts(facts) if knows else None, "deposits": _deposits(facts),
            "trail": [Crumb(_("錢櫃"), HOME), Crumb(row.by_name)]},
        status=refused.status if refused is not None else 422 if wrong else 200,
    )  # fmt: skip


def _counts(facts: queries.TillFacts) -> Table | None:
    lines = [
        {"no": c.no, "at": c.at, "counted": c.counted, "expected": c.expected,
         "difference": c.counted - c.expected,
         "pieces": " · ".join(f"{d:,}×{n:,}" for d, n in c.pieces)}
        for c in facts.counts
    ]  # fmt: skip
    columns = [
        Column("no", _("次"), "number"), Column("at", _("時間"), "moment"),
        Column("counted", _("點算"), "amount"), Column("expected", _("應有"), "amount"),
        Column("difference", _("差額"), "amount"), Column("pieces", _("面額×張枚"), "code"),
    ]  # fmt: skip
    return Table(_("點算紀錄"), columns, lines, show_caption=False) if lines else None


def _deposits(facts: queries.TillFacts) -> Table | None:
    lines = [
        {"on": d.deposited_on, "bank": d.bank, "slip_no": d.slip_no, "amount": d.amount,
         "by": d.by_name}
        for d in facts.deposits
    ]  # fmt: skip
    columns = [
        Column("on", _("存入日"), "day"), Column("bank", _("行庫")),
        Column("slip_no", _("存款單號"), "code"), Column("amount", _("金額"), "amount", total=True),
        Column("by", _("登錄人")),
    ]  # fmt: skip
    return Table(_("存入銀行"), columns, lines, show_caption=False) if lines else None


@staff("payment.counter")
@require_POST
def count(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Keep a count."""
    form = CountForm(request.POST)
    if not form.is_valid():
        return _page(request, ref, {"count_form": form})
    try:
        actions.count_till(ref=ref, pieces=form.pieces(), by=actor_of(request), at=timezone.now())
    except Refusal as refused:
        return _page(request, ref, {"count_form": form}, refused)
    return redirect(f"{HOME}{ref}/#close")


@staff("payment.counter")
@require_POST
def close(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Close on the last count."""
    form = WhyForm(request.POST)
    form.is_valid()
    try:
        state = actions.close_till(
            ref=ref, why=form.cleaned_data.get("why", ""), by=actor_of(request),
            at=timezone.now(), on=timezone.localdate(),
        )  # fmt: skip
    except Refusal as refused:
        return _page(request, ref, {"why_form": form}, refused)
    if state == CLOSED:
        messages.success(request, _("已關櫃，點算與應有金額相符"))
    else:
        messages.warning(request, _("已關櫃；差額待另一位有核准權限的同仁決定"))
    return redirect(f"{HOME}{ref}/")


@staff("payment.approve")
@require_POST
def decide(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The second person approves a difference, or sends the till back."""
    decision = "APPROVED" if request.POST.get("decision") == "APPROVED" else "REFUSED"
    actions.decide_till(
        ref=ref, decision=decision, by=actor_of(request), at=timezone.now(),
        on=timezone.localdate(),
    )  # fmt: skip
    messages.success(
        request, _("差額已核准並入帳") if decision == "APPROVED" else _("已退回，請重新點算")
    )
    return redirect(f"{HOME}{ref}/")


@staff("payment.counter")
@require_POST
def deposit(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Record cash carried to the bank."""
    form = DepositForm(request.POST)
    if not form.is_valid():
        return _page(request, ref, {"deposit_form": form})
    try:
        actions.deposit(
            ref=ref, amount=form.cleaned_data["amount"], bank=form.cleaned_data["bank"],
            slip_no=form.cleaned_data["slip_no"], by=actor_of(request), at=timezone.now(),
            on=timezone.localdate(),
        )  # fmt: skip
    except Refusal as refused:
        return _page(request, ref, {"deposit_form": form}, refused)
    messages.success(request, _("已登錄存入銀行"))
    return redirect(f"{HOME}{ref}/")
