"""Statements: the branch makes them, the agency reads them; both see the same lines."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuai.contexts.payments.actions.out.statements import make_statements
from wuai.contexts.payments.models import AgencyStatement, Payout
from wuai.contexts.payments.queries.out import payouts
from wuai.contexts.payments.queries.out import statements as queries
from wuai.contexts.payments.web.forms_out import StatementForm
from wuai.contexts.payments.web.out import statement_files
from wuai.contexts.payments.web.words import branch_of
from wuai.contexts.payments.web.words_out import MOVEMENTS, PAYOUTS, PERIODS, status
from wuai.kernel.bilingual import Bilingual
from wuai.platform import asked
from wuai.platform.access import actor_of, agency, log_read, staff
from wuai.platform.ui.pieces import Column, Crumb, Page, Table
from wuai.platform.ui.wording import dense_day, short

STAFF, AGENCY = "/staff/payments/statements/", "/agency/statements/"


@staff("payment.settle", "payment.approve")
def listed(request: HttpRequest) -> HttpResponse:
    """The newest statements of the branch, and a form to make those of a period."""
    before = asked.before(request)
    rows = queries.statements(branch_of(request), before=before)
    return render(
        request, "payments/statements.html",
        {"form": StatementForm(), "table": _table(rows, STAFF, by_agency=True),
         "may_make": actor_of(request).may("payment.settle"),
         "pager": _pager(rows, STAFF, before)},
    )  # fmt: skip


@staff("payment.settle")
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make the statements of a day or month that is over."""
    form = StatementForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("請選已結束的日或月"))
        return redirect(STAFF)
    given, today = form.cleaned_data, timezone.localdate()
    since = given["since"].replace(day=1) if given["kind"] == "MONTH" else given["since"]
    made = make_statements(
        branch_id=branch_of(request), kind=given["kind"], since=since, by=actor_of(request),
        at=timezone.now(), on=today,
    )  # fmt: skip
    messages.success(request, _("已產製對帳單 %(n)s 份") % {"n": f"{made:,}"})
    return redirect(STAFF)


@agency("agency.payments")
def home(request: HttpRequest) -> HttpResponse:
    """What came back, what was sent, and the statements of this agency."""
    agency_id, before = actor_of(request).agency_id or 0, asked.before(request)
    rows = queries.statements(agency_id=agency_id, before=before)
    returned = payouts.agency_returns(agency_id)
    return render(
        request, "payments/agency_statements.html",
        {"came_back": _payouts(returned, links=True),
         "asked": any(not row.corrected_at for row in returned),
         "sent": _payouts(payouts.agency_payouts(agency_id), links=False),
         "table": _table(rows, AGENCY, by_agency=False), "pager": _pager(rows, AGENCY, before)},
    )  # fmt: skip


def _pager(rows: list[AgencyStatement], home: str, before: int | None) -> Page:
    older = f"?before={rows[-1].id}" if len(rows) == queries.PER_PAGE else ""
    return Page(len(rows), home if before else "", older)


def _payouts(rows: list[Payout], *, links: bool) -> Table | None:
    lines = [
        {"number": row.number, "branch": short(_name(row.branch)),
         "amount": row.amount, "on": row.settled_on, "state": status(PAYOUTS, row.status),
         "account": f"{row.bank} {row.account_mask}", "why": row.return_reason or _again(row),
         "next": _("已收到新帳號，等待重新付款") if row.corrected_at else _("請提供正確帳號"),
         "url": f"{AGENCY}returned/{row.ref}/" if links else ""}
        for row in rows
    ]  # fmt: skip
    columns = [
        Column("number", _("付款編號"), "code"), Column("branch", _("分署")),
        Column("amount", _("金額"), "amount"), Column("on", _("處理日"), "day"),
        Column("account", _("帳號"), "code"), Column("state", _("狀態"), "status"),
        Column("why", _("原因")),
    ]  # fmt: skip
    if links:
        columns.append(Column("next", _("下一步")))
    caption = _("退匯待處理") if links else _("解繳紀錄")
    return Table(caption, columns, lines, show_caption=False) if lines else None


def _again(row: Payout) -> str:
    return _("重付 %(number)s") % {"number": row.replaces.number} if row.replaces else ""


def _table(rows: list[AgencyStatement], root: str, *, by_agency: bool) -> Table | None:
    lines = [
        {"period": row.since, "kind": PERIODS[row.kind], "opening": row.opening,
         "who": _name(row.agency) if by_agency else short(_name(row.branch)),
         "in": row.received - row.taken_back, "out": row.remitted - row.returned,
         "closing": row.closing, "url": f"{root}{row.ref}/"}
        for row in rows
    ]  # fmt: skip
    columns = [
        Column("period", _("期間起日"), "day"), Column("kind", _("期別")),
        Column("who", _("移送機關") if by_agency else _("分署")),
        Column("opening", _("期初"), "amount"), Column("in", _("收款淨額"), "amount"),
        Column("out", _("解繳淨額"), "amount"), Column("closing", _("期末"), "amount"),
    ]  # fmt: skip
    return Table(_("對帳單"), columns, lines, show_caption=False) if lines else None


def _name(row: object) -> Bilingual:
    return Bilingual(getattr(row, "name_zh", ""), getattr(row, "name_en", ""))


def _own(request: HttpRequest, ref: uuid.UUID) -> AgencyStatement:
    actor = actor_of(request)
    if actor.kind == "agency":
        held = queries.statement(ref, agency_id=actor.agency_id or 0)
    else:
        held = queries.statement(ref, branch_id=branch_of(request))
    if held is None:
        raise Http404
    return held


def _show(request: HttpRequest, ref: uuid.UUID, template: str, home: str) -> HttpResponse:
    held = _own(request, ref)
    rows = queries.lines_of(held)
    log_read(request, f"statement:{ref}")
    lines = [
        {"at": timezone.localtime(line.at).date(), "kind": MOVEMENTS[line.kind], "number": line.case_number or line.source,
         "agency_ref": line.agency_ref, "channel": Bilingual(line.channel_zh, line.channel_en),
         "paid_on": line.paid_on, "amount": line.amount, "balance": line.balance}
        for line in rows
    ]  # fmt: skip
    columns = [
        Column("number", _("執行案號或付款編號"), "code"), Column("kind", _("種類")),
        Column("agency_ref", _("移送案號"), "code"), Column("channel", _("通路")),
        Column("paid_on", _("繳款日"), "day"), Column("at", _("記帳日"), "day"),
        Column("amount", _("金額"), "amount", total=True), Column("balance", _("餘額"), "amount"),
    ]  # fmt: skip
    return render(
        request, template,
        {"statement": held, "sums": [(Bilingual(zh, en), n) for zh, en, n in statement_files.sums(held)],
         "agency_name": _name(held.agency), "branch_name": _name(held.branch),
         "kind": PERIODS[held.kind], "home": home,
         "table": Table(_("逐筆明細"), columns, lines, show_caption=False) if lines else None,
         "trail": [Crumb(_("對帳單"), home), Crumb(dense_day(held.since))]},
    )  # fmt: skip


@staff("payment.settle", "payment.approve")
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One statement, for the branch."""
    return _show(request, ref, "payments/branch_statement.html", STAFF)


@agency("agency.payments")
def for_agency(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One statement, for its agency."""
    return _show(request, ref, "payments/agency_statement.html", AGENCY)


def _file(request: HttpRequest, ref: uuid.UUID, kind: str) -> HttpResponse:
    held = _own(request, ref)
    if kind not in ("pdf", "csv"):
        raise Http404
    rows = queries.lines_of(held)
    log_read(request, f"statement:{ref}")
    if kind == "pdf":
        answer = HttpResponse(statement_files.as_pdf(held, rows), content_type="application/pdf")
    else:
        answer = HttpResponse(
            statement_files.as_csv(held, rows), content_type="text/csv; charset=utf-8"
        )
    name = f"statement-{held.agency.code}-{held.since}-{held.kind.lower()}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@staff("payment.settle", "payment.approve")
def file(request: HttpRequest, ref: uuid.UUID, kind: str) -> HttpResponse:
    """The statement as a file, for the branch."""
    return _file(request, ref, kind)


@agency("agency.payments")
def file_for_agency(request: HttpRequest, ref: uuid.UUID, kind: str) -> HttpResponse:
    """The statement as a file, for its agency."""
    return _file(request, ref, kind)
