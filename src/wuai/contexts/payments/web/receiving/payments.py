"""Receipts, files of channels, the match of a day."""

import csv
import io
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuai.contexts.cases import api as cases
from wuai.contexts.payments.actions.settlement.importing import import_settlement
from wuai.contexts.payments.actions.undoing import void
from wuai.contexts.payments.gateways.settlement.codec import COLUMNS
from wuai.contexts.payments.queries.receiving import receipts as queries
from wuai.contexts.payments.queries.receiving import waiting
from wuai.contexts.payments.queries.undoing.chargebacks import may_be_voided
from wuai.contexts.payments.web.forms import ReasonForm, UploadForm
from wuai.contexts.payments.web.panels import REASONS
from wuai.contexts.payments.web.undoing.chargebacks import notices
from wuai.contexts.payments.web.undoing.owed_back import seen
from wuai.contexts.payments.web.words import (
    AT_THE_COUNTER,
    COMPONENTS,
    OUTCOMES,
    TARGETS,
    branch_of,
)
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform import asked
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.actors import Actor
from wuai.platform.spreadsheets import disarmed
from wuai.platform.ui.pieces import Column, Crumb, Page, Status, Table

HOME = "/staff/payments/"


def receipt_table(rows: list[queries.ReceiptLine], root: str) -> Table | None:
    """Receipts, the newest first; ``root`` empty makes no links."""
    lines = [
        {"posted_on": r.posted_on, "number": r.paper_no or r.number, "amount": r.amount,
         "channel": Bilingual(r.channel_zh, r.channel_en), "paid_on": r.paid_on,
         "state": _state(r), "url": f"{root}{r.ref}/" if root else ""}
        for r in rows
    ]  # fmt: skip
    columns = [
        Column("number", _("收據或銷帳編號"), "code"), Column("posted_on", _("入帳日"), "day"),
        Column("amount", _("金額"), "amount"), Column("channel", _("通路")),
        Column("paid_on", _("繳款日"), "day"), Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    return Table(_("收款紀錄"), columns, lines, tall=True, show_caption=False) if lines else None


def _state(row: queries.ReceiptLine) -> Status:
    if row.is_void:
        return Status(_("已作廢"), "bad")
    if row.is_taken_back:
        return Status(_("收單機構已扣回"), "bad")
    return Status(_("逾期繳納"), "waiting") if row.is_late else Status(_("已入帳"), "good")


@staff("payment.view")
def listed(request: HttpRequest) -> HttpResponse:
    """The newest receipts."""
    before = asked.before(request)
    rows = queries.receipts(branch_of(request), before=before)
    older = f"?before={rows[-1].id}" if len(rows) == queries.PER_PAGE else ""
    return render(
        request, "payments/list.html",
        {"table": receipt_table(rows, HOME), "may_import": actor_of(request).may("payment.import"),
         "pager": Page(len(rows), HOME if before else "", older)},
    )  # fmt: skip


@staff("payment.view")
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One receipt: where its money went, and its voiding."""
    facts = queries.receipt_facts(branch_of(request), ref)
    if facts is None:
        raise Http404
    rows = cases.case_rows({part.case_id for part in facts.parts if part.case_id})
    log_read(request, *(f"case:{row.ref}" for row in rows.values()))
    lines = [
        {"to": rows[p.case_id].number if p.case_id in rows else TARGETS[p.target],
         "component": COMPONENTS.get(p.component, "—"), "amount": p.amount, "at": p.at,
         "url": f"/staff/cases/{rows[p.case_id].ref}/" if p.case_id in rows else ""}
        for p in facts.parts
    ]  # fmt: skip
    columns = [
        Column("to", _("去處"), "code"), Column("component", _("項目")),
        Column("amount", _("金額"), "amount", total=True), Column("at", _("時間"), "moment"),
    ]  # fmt: skip
    actor = actor_of(request)
    return render(
        request, "payments/receipt.html",
        {"facts": facts, "channel": Bilingual(facts.line.channel_zh, facts.line.channel_en),
         "state": _state(facts.line), "table": Table(_("去處"), columns, lines, show_caption=False),
         "may_void": actor.may("payment.counter") and not facts.line.is_void and not facts.waiting
         and may_be_voided(ref),
         "may_take_off": actor.may("payment.settle") and _may_take_off(facts),
         "may_take_back": actor.may("payment.counter") or actor.may("payment.settle"),
         "may_approve": actor.may("payment.approve"), "form": ReasonForm(),
         "take_off_form": ReasonForm(auto_id="take_off_%s"),
         "own_void": _is_own(actor, facts.waiting), "own_take_off": _is_own(actor, facts.take_off), **notices(facts, actor),
         "trail": [Crumb(_("收款紀錄"), HOME), Crumb(facts.line.paper_no or facts.line.number)]},
    )  # fmt: skip


def _is_own(actor: Actor, asked: queries.Decision | None) -> bool:
    return asked is not None and actor.is_same_person(asked.proposed_by)


def _may_take_off(facts: queries.ReceiptFacts) -> bool:
    return facts.on_cases > 0 and not facts.take_off and not facts.waiting


@staff("payment.counter")
@require_POST
def ask_void(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Ask that a receipt be taken back."""
    void.request_void(
        ref=ref, why=request.POST.get("why", ""), by=actor_of(request), at=timezone.now()
    )
    messages.success(request, _("已申請作廢，請另一位同仁核准"))
    return redirect(f"{HOME}{ref}/")


@staff("payment.approve")
@require_POST
def decide_void(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The second person approves or refuses a voiding."""
    decision = "APPROVED" if request.POST.get("decision") == "APPROVED" else "REFUSED"
    void.decide_void(
        ref=ref, decision=decision, by=actor_of(request), at=timezone.now(),
        on=timezone.localdate(), owed_back=seen(request),
    )  # fmt: skip
    messages.success(request, _("已作廢並沖正") if decision == "APPROVED" else _("已退回作廢申請"))
    return redirect(HOME)


@staff("payment.import")
def upload(request: HttpRequest) -> HttpResponse:
    """Take in a file of a channel."""
    form, refused = UploadForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            outcome = import_settlement(
                branch_id=branch_of(request), channel_code=form.cleaned_data["channel"],
                name=file.name, content=file.read(), by=actor_of(request), at=timezone.now(),
                on=timezone.localdate(),
            )  # fmt: skip
        except Refusal as error:
            refused = error
        else:
            if outcome.replayed:
                messages.info(request, _("這個檔案先前已匯入，以下是當時的結果"))
            return redirect(f"{HOME}files/{outcome.ref}/")
    files = queries.files(branch_of(request))
    nowhere = waiting.count_on_no_case(f.id for f in files)
    lines = [
        {"name": Bilingual(f.channel.name_zh, f.channel.name_en), "at": f.imported_at,
         "lines": f.lines, "total": f.total, "odd": f.lines - f.posted + nowhere.get(f.id, 0), "by": f.by_name,
         "url": f"{HOME}files/{f.ref}/"}
        for f in files
    ]  # fmt: skip
    columns = [
        Column("name", _("通路")), Column("at", _("匯入時間"), "moment"),
        Column("lines", _("筆數"), "number"), Column("total", _("總金額"), "amount"),
        Column("odd", _("未直接入帳"), "number"), Column("by", _("匯入人")),
    ]  # fmt: skip
    return render(
        request, "payments/upload.html",
        {"form": form, "refused": refused, "trail": [Crumb(_("收款紀錄"), HOME), Crumb(_("匯入"))],
         "table": Table(_("已匯入的檔案"), columns, lines, show_caption=False) if lines else None},
        status=200 if refused is None else refused.status,
    )  # fmt: skip


@staff("payment.import")
def file(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The outcome of one file, and its lines that were not simply posted."""
    held = queries.file(branch_of(request), ref)
    if held is None:
        raise Http404
    after = asked.after(request)
    rows = queries.file_lines(held.id, only_odd=True, after=after)
    recorded = queries.at_the_counter(held.id)
    nowhere = dict(waiting.on_no_case([held.id]).values_list("event_id", "reason"))
    lines = [
        {"line": r.line, "number": r.number or "—", "amount": r.amount or 0, "paid_on": r.paid_on,
         "outcome": _outcome(r.outcome, nowhere.get(r.id, ""), at_counter=r.id in recorded), "raw": r.raw[:120]}
        for r in rows
    ]  # fmt: skip
    columns = [
        Column("line", _("列"), "number"), Column("number", _("銷帳編號"), "code"),
        Column("amount", _("金額"), "amount"), Column("paid_on", _("繳款日"), "day"),
        Column("outcome", _("結果"), "status"), Column("raw", _("原文"), "code"),
    ]  # fmt: skip
    actor = actor_of(request)
    older = f"?after={rows[-1].line}" if len(rows) == queries.PER_PAGE else ""
    return render(
        request, "payments/file.html",
        {"file": held, "posted": held.posted - len(nowhere), "suspense": held.suspense + len(nowhere), "recorded": len(recorded), "repeated": held.duplicates - len(recorded), "held": waiting.held_of_file(held.branch_id, held.id),
         "may_settle": actor.may("payment.settle") or actor.may("payment.approve"), "channel": Bilingual(held.channel.name_zh, held.channel.name_en),
         "table": Table(_("未直接入帳的列"), columns, lines, show_caption=False) if lines else None,
         "pager": Page(len(rows), request.path if after else "", older),
         "trail": [Crumb(_("收款紀錄"), HOME), Crumb(_("匯入"), f"{HOME}import/"), Crumb(_("結果"))]},
    )  # fmt: skip


def _outcome(outcome: str, reason: str, *, at_counter: bool) -> Status:
    """What became of a line; ``reason`` says why nothing of it reached a case."""
    if reason:
        return Status(str(REASONS[reason]), OUTCOMES["SUSPENSE"][1])
    said, tone = OUTCOMES[outcome]
    return Status(str(AT_THE_COUNTER if at_counter else said), tone)


@staff("payment.import")
def results(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """What became of each line, as a CSV that a spreadsheet opens without running anything."""
    held = queries.file(branch_of(request), ref)
    if held is None:
        raise Http404
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["列號", *COLUMNS, "結果", "原因"])
    recorded = queries.at_the_counter(held.id)
    nowhere = dict(waiting.on_no_case([held.id]).values_list("event_id", "reason"))
    for r in queries.file_lines(held.id, only_odd=False, limit=held.lines):
        fields = [
            r.number, r.paid_on or "", r.posted_on or "", r.amount or "", r.channel_code, r.place,
            r.serial, "SUSPENSE" if r.id in nowhere else r.outcome,
            str(AT_THE_COUNTER) if r.id in recorded else nowhere.get(r.id, r.reason),
        ]  # fmt: skip
        writer.writerow([r.line, *(disarmed(str(field)) for field in fields)])
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="settlement-{held.ref}.csv"'
    return answer
