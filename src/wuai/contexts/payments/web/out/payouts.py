"""Payments to agencies and to people: prepare, approve, hand to the bank, take its answer."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments.actions.out import payouts_decide, payouts_prepare, payouts_result
from wuai.contexts.payments.models import PayoutBatch
from wuai.contexts.payments.queries.out import payouts as queries
from wuai.contexts.payments.web.forms_out import PrepareForm, ResultForm
from wuai.contexts.payments.web.words import branch_of
from wuai.contexts.payments.web.words_out import (
    ASIDE,
    BATCH_KINDS,
    DECISIONS,
    OUTCOMES,
    PAYOUTS,
    REASONS,
    status,
)
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform import asked, files
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.ui.pieces import Column, Crumb, Page, Table

HOME = "/staff/payments/payouts/"


@staff("payment.settle", "payment.approve")
def listed(request: HttpRequest) -> HttpResponse:
    """What is owed out, what came back, and the batches."""
    branch_id, actor = branch_of(request), actor_of(request)
    before = asked.before(request)
    rows = queries.batches(branch_id, before=before)
    older = f"?before={rows[-1].id}" if len(rows) == queries.PER_PAGE else ""
    form = PrepareForm(initial={"upto": timezone.localdate()})
    return render(
        request, "payments/payouts.html",
        {"form": form, "owed": _owed(branch_id), "came_back": _came_back(branch_id),
         "batches": _batches(rows), "may_prepare": actor.may("payment.settle"),
         "pager": Page(len(rows), HOME if before else "", older)},
    )  # fmt: skip


def _owed(branch_id: int) -> Table | None:
    names = {row.code: row for row in organisation.agencies()}
    lines = [
        {
            "agency": Bilingual(names[code].name_zh, names[code].name_en),
            "code": code,
            "amount": owed,
        }
        for code, owed in queries.unpaid(branch_id)
    ]
    columns = [
        Column("agency", _("移送機關")), Column("code", _("代碼"), "code"),
        Column("amount", _("待解繳"), "amount", total=True),
    ]  # fmt: skip
    return Table(_("待解繳"), columns, lines, show_caption=False) if lines else None


def _came_back(branch_id: int) -> Table | None:
    lines = [
        {"number": row.number, "payee": row.payee_name, "amount": row.amount, "on": row.settled_on,
         "why": row.return_reason or row.return_code,
         "next": _("已有新帳號，可重新付款") if row.corrected_at else _("待受款人提供帳號"),
         "url": f"{HOME}returned/{row.ref}/"}
        for row in queries.returned(branch_id)
    ]  # fmt: skip
    columns = [
        Column("number", _("付款編號"), "code"), Column("payee", _("受款人")),
        Column("amount", _("金額"), "amount", total=True), Column("on", _("退匯日"), "day"),
        Column("why", _("原因")), Column("next", _("下一步")),
    ]  # fmt: skip
    return Table(_("退匯待處理"), columns, lines, show_caption=False) if lines else None


def _batches(rows: list[PayoutBatch]) -> Table | None:
    lines = [
        {"number": row.number, "kind": BATCH_KINDS[row.kind], "count": row.count, "total": row.total,
         "at": row.prepared_at, "by": row.prepared_name, "state": status(DECISIONS, row.decision),
         "url": f"{HOME}{row.ref}/"}
        for row in rows
    ]  # fmt: skip
    columns = [
        Column("number", _("批號"), "code"), Column("kind", _("種類")),
        Column("count", _("筆數"), "number"), Column("total", _("總金額"), "amount"),
        Column("at", _("編製時間"), "moment"), Column("by", _("編製人")),
        Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    return Table(_("付款批次"), columns, lines, show_caption=False) if lines else None


@staff("payment.settle")
@require_POST
def prepare(request: HttpRequest) -> HttpResponse:
    """Prepare a batch: remittances up to a day, or the refunds that were approved."""
    who: dict[str, Any] = {
        "by": actor_of(request),
        "at": timezone.now(),
        "on": timezone.localdate(),
    }
    branch_id = branch_of(request)
    if request.POST.get("kind") == "REFUND":
        made = payouts_prepare.prepare_refunds(branch_id=branch_id, **who)
    else:
        form = PrepareForm(request.POST)
        upto = form.cleaned_data["upto"] if form.is_valid() else timezone.localdate()
        made = payouts_prepare.prepare_remittance(branch_id=branch_id, upto=upto, **who)
    messages.success(request, _("已編製付款批次，請另一位同仁核准"))
    for one in made.set_aside:
        messages.warning(request, f"{one.name_zh}：NT$ {one.amount:,}，{ASIDE[one.reason]}")
    return redirect(f"{HOME}{made.ref}/")


@staff("payment.settle", "payment.approve")
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One batch: its control totals, its payments, and the second person's decision."""
    held = queries.batch(branch_of(request), ref)
    if held is None:
        raise Http404
    rows, actor = queries.payouts_of(held), actor_of(request)
    log_read(request, *(f"payout:{row.ref}" for row in rows))
    lines = [
        {"number": row.number, "payee": row.payee_name, "bank": row.bank,
         "account": row.account_mask, "amount": row.amount, "state": status(PAYOUTS, row.status),
         "replaces": row.replaces.number if row.replaces else "",
         "url": f"{HOME}returned/{row.ref}/" if row.status == "RETURNED" else ""}
        for row in rows
    ]  # fmt: skip
    columns = [
        Column("number", _("付款編號"), "code"), Column("payee", _("受款人")),
        Column("bank", _("行庫"), "code"), Column("account", _("帳號"), "code"),
        Column("amount", _("金額"), "amount", total=True), Column("state", _("狀態"), "status"),
        Column("replaces", _("重付原編號"), "code"),
    ]  # fmt: skip
    return render(
        request, "payments/payout_batch.html",
        {"batch": held, "kind": BATCH_KINDS[held.kind], "state": status(DECISIONS, held.decision),
         "table": Table(_("付款明細"), columns, lines, show_caption=False),
         "may_decide": not held.decision and actor.may("payment.approve"),
         "is_mine": held.prepared_by == actor.ref,
         "trail": [Crumb(_("解繳與付款"), HOME), Crumb(held.number)]},
    )  # fmt: skip


@staff("payment.approve")
@require_POST
def decide(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The second person approves the file that was seen, or sends it back."""
    decision = "APPROVED" if request.POST.get("decision") == "APPROVED" else "REFUSED"
    payouts_decide.decide_payouts(
        ref=ref, decision=decision, sha256=request.POST.get("sha256", ""), by=actor_of(request),
        at=timezone.now(), on=timezone.localdate(),
    )  # fmt: skip
    said = _("已核准，可以下載付款檔") if decision == "APPROVED" else _("已退回，款項回到待付")
    messages.success(request, said)
    return redirect(f"{HOME}{ref}/")


@staff("payment.settle", "payment.approve")
@require_POST
def download(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The file of an approved batch, byte for byte as it was approved."""
    held = payouts_decide.export(ref=ref, by=actor_of(request), at=timezone.now())
    answer = HttpResponse(files.read_all(held.file), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{held.file.name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@staff("payment.settle")
def results(request: HttpRequest) -> HttpResponse:
    """Take in what the bank answered; below, the files taken before."""
    form, refused = ResultForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            taken = payouts_result.import_result(
                branch_id=branch_of(request), name=file.name, content=file.read(),
                by=actor_of(request), at=timezone.now(), on=timezone.localdate(),
            )  # fmt: skip
        except Refusal as error:
            refused = error
        else:
            if taken.replayed:
                messages.info(request, _("這個檔案先前已匯入，以下是當時的結果"))
            return redirect(f"{HOME}results/{taken.ref}/")
    lines = [
        {"at": r.imported_at, "lines": r.lines, "paid": r.paid, "returned": r.returned,
         "rejected": r.rejected, "by": r.by_name, "url": f"{HOME}results/{r.ref}/"}
        for r in queries.results(branch_of(request))
    ]  # fmt: skip
    columns = [
        Column("at", _("匯入時間"), "moment"), Column("lines", _("筆數"), "number"),
        Column("paid", _("付款成功"), "number"), Column("returned", _("退匯"), "number"),
        Column("rejected", _("不受理"), "number"), Column("by", _("匯入人")),
    ]  # fmt: skip
    return render(
        request, "payments/payout_results.html",
        {"form": form, "refused": refused,
         "trail": [Crumb(_("解繳與付款"), HOME), Crumb(_("付款結果"))],
         "table": Table(_("已匯入的檔案"), columns, lines, show_caption=False) if lines else None},
        status=200 if refused is None else refused.status,
    )  # fmt: skip


@staff("payment.settle", "payment.approve")
def result(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One result file, what needs somebody first."""
    held = queries.result(branch_of(request), ref)
    if held is None:
        raise Http404
    lines = [
        {"line": r.line, "number": r.payout.number if r.payout else "—",
         "amount": r.payout.amount if r.payout else 0, "outcome": status(OUTCOMES, r.outcome),
         "why": REASONS[r.reason] or (r.payout.return_reason if r.payout and r.outcome == "RETURNED" else ""),
         "raw": r.raw[:120] if r.outcome == "REJECTED" else ""}
        for r in queries.result_lines(held)
    ]  # fmt: skip
    columns = [
        Column("line", _("列"), "number"), Column("number", _("付款編號"), "code"),
        Column("amount", _("金額"), "amount"), Column("outcome", _("結果"), "status"),
        Column("why", _("原因")),
    ]  # fmt: skip
    if held.rejected:
        columns.append(Column("raw", _("原文"), "code"))
    return render(
        request, "payments/payout_result.html",
        {"result": held, "table": Table(_("逐筆結果"), columns, lines, show_caption=False),
         "trail": [Crumb(_("解繳與付款"), HOME), Crumb(_("付款結果"), f"{HOME}results/"),
                   Crumb(_("逐筆結果"))]},
    )  # fmt: skip
