"""Cheques and money orders: take into keeping, send to the bank, say what came of them."""

import csv
import io
import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from wuai.contexts.cases import api as cases
from wuai.contexts.payments.actions.desk import cheques as actions
from wuai.contexts.payments.queries.desk import cheques as queries
from wuai.contexts.payments.rules.desk import cheques as rules
from wuai.contexts.payments.web.desk.cheque_forms import KINDS, ChequeForm, SendForm
from wuai.contexts.payments.web.words import branch_of
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.spreadsheets import disarmed
from wuai.platform.ui.pieces import Column, Crumb, Status, Table

HOME = "/staff/payments/till/cheques/"
STATES = {
    "HELD": (gettext_lazy("保管中"), "waiting"),
    "SENT": (gettext_lazy("託收中"), "going"),
    "CLEARED": (gettext_lazy("已兌現"), "good"),
    "BOUNCED": (gettext_lazy("退票"), "bad"),
    "RETURNED": (gettext_lazy("已退還"), "neutral"),
}
ACTS = {"bounce": actions.bounce_cheque, "return": actions.return_cheque}


def state_of(row: queries.ChequeRow) -> Status:
    """How a cheque stands, in a word."""
    return Status(str(STATES[row.state][0]), STATES[row.state][1])


@staff("payment.view")
def listed(request: HttpRequest) -> HttpResponse:
    """What waits with its age, then what ended; what is due can be sent to the bank."""
    return _list(request, SendForm())


def _list(request: HttpRequest, form: SendForm, refused: Refusal | None = None) -> HttpResponse:
    rows, today = queries.cheques(branch_of(request)), timezone.localdate()
    may_send = actor_of(request).may("payment.counter")
    due = [r for r in rows if rules.may_be_sent(r.state, r.due_on, today)] if may_send else []
    wrong = 422 if form.errors else 200
    log_read(request, *(f"cheque:{row.ref}" for row in rows))
    return render(
        request, "payments/cheques.html",
        {"table": _table(rows), "ages": _ages(rows, today), "due": due, "form": form,
         "refused": refused, "may_receive": may_send,
         "trail": [Crumb(_("收款紀錄"), "/staff/payments/"), Crumb(_("票據"))]},
        status=wrong if refused is None else refused.status,
    )  # fmt: skip


def _table(rows: list[queries.ChequeRow]) -> Table | None:
    kinds = dict(KINDS)
    lines = [
        {"paper_no": r.paper_no, "kind": kinds[r.kind], "number": r.number, "bank": r.bank,
         "amount": r.amount, "received_on": r.received_on, "due_on": r.due_on,
         "state": state_of(r), "url": f"{HOME}{r.ref}/"}
        for r in rows
    ]  # fmt: skip
    columns = [
        Column("paper_no", _("收執號"), "code"), Column("kind", _("種類")),
        Column("number", _("票號"), "code"), Column("bank", _("付款行庫或郵局")),
        Column("amount", _("票面金額"), "amount"), Column("received_on", _("收到日"), "day"),
        Column("due_on", _("到期日"), "day"), Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    return Table(_("票據"), columns, lines, tall=True, show_caption=False) if lines else None


def _ages(rows: list[queries.ChequeRow], today: date) -> Table:
    lines = [
        {"age": _("到期 %(days)s 日以內") % {"days": group.up_to} if group.up_to
         else _("到期逾 %(days)s 日") % {"days": rules.AGES[-1]},
         "count": group.count, "amount": group.amount}
        for group in queries.ageing(rows, today)
    ]  # fmt: skip
    columns = [
        Column("age", _("到期後")), Column("count", _("張數"), "number"),
        Column("amount", _("金額"), "amount", total=True),
    ]  # fmt: skip
    return Table(_("尚未兌現"), columns, lines, show_caption=False)


@staff("payment.counter")
def receive(request: HttpRequest) -> HttpResponse:
    """Take a cheque into keeping."""
    today = timezone.localdate()
    form, refused = ChequeForm(
        request.POST or None,
        initial={"key": uuid.uuid4(), "numbers": request.GET.get("numbers", "")[:80],
                 "received_on": today, "due_on": today},
    ), None  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            ref = actions.receive_cheque(
                key=form.cleaned_data["key"], case_ids=_case_ids(request, form),
                paper=form.paper(), by=actor_of(request), at=timezone.now(), on=today,
            )  # fmt: skip
        except Refusal as error:
            refused = error
        else:
            return redirect(f"{HOME}{ref}/")
    wrong = 422 if form.is_bound else 200
    return render(
        request, "payments/cheque_receive.html",
        {"form": form, "refused": refused,
         "trail": [Crumb(_("票據"), HOME), Crumb(_("登錄票據"))]},
        status=wrong if refused is None else refused.status,
    )  # fmt: skip


def _case_ids(request: HttpRequest, form: ChequeForm) -> list[int]:
    numbers = form.cleaned_data["numbers"]
    return [cases.case_by_number(branch_of(request), number).id for number in numbers]


@staff("payment.view")
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One cheque: what stands on it, its cases, and what may happen next."""
    return _page(request, ref)


def _page(request: HttpRequest, ref: uuid.UUID, refused: Refusal | None = None) -> HttpResponse:
    row = queries.cheque(branch_of(request), ref)
    if row is None:
        raise Http404
    meant, actor = queries.case_ids_of(row.id), actor_of(request)
    held = cases.case_rows(meant)
    log_read(request, *(f"case:{case.ref}" for case in held.values()))
    may = actor.may("payment.settle") if row.state == "SENT" else actor.may("payment.counter")
    return render(
        request, "payments/cheque.html",
        {"row": row, "kind": dict(KINDS)[row.kind], "state": state_of(row),
         "cases": [held[i] for i in meant], "refused": refused, "may": may,
         "counts_from": rules.counts_from(row.received_on, row.due_on),
         "trail": [Crumb(_("票據"), HOME), Crumb(row.paper_no)]},
        status=200 if refused is None else refused.status,
    )  # fmt: skip


@staff("payment.counter")
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Make the endorsement list and hand what is due to the bank."""
    form = SendForm(request.POST)
    if not form.is_valid():
        return _list(request, form)
    try:
        ref = actions.send_cheques(
            refs=_refs(request.POST.getlist("ref")), bank=form.cleaned_data["bank"],
            by=actor_of(request), at=timezone.now(), on=timezone.localdate(),
        )  # fmt: skip
    except Refusal as refused:
        return _list(request, form, refused)
    return redirect(f"{HOME}lists/{ref}/")


def _refs(texts: list[str]) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(text) for text in texts]
    except ValueError as error:
        raise Http404 from error


@staff("payment.settle")
@require_POST
def clear(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The bank has collected it."""
    try:
        received = actions.clear_cheque(
            ref=ref, by=actor_of(request), at=timezone.now(), on=timezone.localdate()
        )
    except Refusal as refused:
        return _page(request, ref, refused)
    messages.success(request, _("已兌現並入帳，可以列印收據"))
    return redirect(f"/staff/payments/{received.receipt_ref}/")


@staff("payment.settle")
@require_POST
def bounce(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The bank refused it."""
    return _ended(request, ref, "bounce")


@staff("payment.counter")
@require_POST
def give_back(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Give it back unsent."""
    return _ended(request, ref, "return")


def _ended(request: HttpRequest, ref: uuid.UUID, how: str) -> HttpResponse:
    try:
        ACTS[how](
            ref=ref, why=request.POST.get("why", ""), by=actor_of(request), at=timezone.now(),
            on=timezone.localdate(),
        )  # fmt: skip
    except Refusal as refused:
        return _page(request, ref, refused)
    return redirect(f"{HOME}{ref}/")


@staff("payment.view")
def bank_list(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The endorsement list as it is printed."""
    held = _bank_list(request, ref)
    return render(request, "payments/cheque_list.html", {"held": held, "back_url": HOME})


def _bank_list(request: HttpRequest, ref: uuid.UUID) -> queries.BankList:
    held = queries.bank_list(branch_of(request), ref)
    if held is None:
        raise Http404
    log_read(request, *(f"cheque:{row.ref}" for row in held.rows))
    return held


@staff("payment.view")
def bank_list_csv(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The same as a file; identifiers stay text and no cell is a formula."""
    held, out = _bank_list(request, ref), io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["序號", "種類", "票號", "付款行庫", "發票人", "金額", "到期日", "收執號"])
    for place, row in enumerate(held.rows, start=1):
        given: list[Any] = [
            row.kind, row.number, row.bank, row.drawer, row.amount, row.due_on, row.paper_no,
        ]  # fmt: skip
        writer.writerow([place, *(disarmed(str(cell)) for cell in given)])
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="cheques-{held.ref}.csv"'
    return answer
