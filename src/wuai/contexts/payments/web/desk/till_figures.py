"""Counts and amounts by channel and month, with the same as a file."""

import csv
import io
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.payments.queries.desk import till_figures as queries
from wuai.contexts.payments.web.words import branch_of
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.roc_dates import dense, from_roc_year, roc_year
from wuai.platform.access import staff
from wuai.platform.asked import whole
from wuai.platform.spreadsheets import disarmed
from wuai.platform.ui.pieces import Column, Crumb, Table
from wuai.platform.ui.wording import page_language


def _year(request: HttpRequest) -> int:
    """The year asked for, of the Republic."""
    if not request.GET.get("year"):
        return roc_year(timezone.localdate())
    year = whole(request.GET["year"])
    if year is None or not 1 <= year <= 999:
        raise Http404
    return year


def _span(year: int) -> tuple[date, date]:
    common = from_roc_year(year)
    return date(common, 1, 1), date(common, 12, 31)


@staff("payment.view")
def figures(request: HttpRequest) -> HttpResponse:
    """A year: each channel by month, and cards at the counter."""
    year, branch_id = _year(request), branch_of(request)
    channels = queries.channel_months(branch_id, *_span(year))
    cards = queries.card_months(branch_id, *_span(year))
    return render(
        request, "payments/till_figures.html",
        {"year": year, "channels": _channels(channels), "cards": _cards(cards),
         "before": year - 1, "after": year + 1 if year < roc_year(timezone.localdate()) else None,
         "trail": [Crumb(_("收款紀錄"), "/staff/payments/"), Crumb(_("收款統計"))]},
    )  # fmt: skip


def _month(first: date) -> str:
    shown = first.isoformat() if page_language() == "en" else dense(first)
    return shown.rpartition("-")[0]


def _channels(rows: list[queries.ChannelMonth]) -> Table | None:
    lines = [
        {"month": _month(r.month), "channel": Bilingual(r.channel_zh, r.channel_en),
         "count": r.count, "amount": r.amount}
        for r in rows
    ]  # fmt: skip
    columns = [
        Column("month", _("月份"), "code"), Column("channel", _("通路")),
        Column("count", _("件數"), "number", total=True),
        Column("amount", _("金額"), "amount", total=True),
    ]  # fmt: skip
    return Table(_("各通路收款"), columns, lines, show_caption=False) if lines else None


def _cards(rows: list[queries.CardMonth]) -> Table | None:
    named = {b.code: Bilingual(b.zh, b.en) for b in queries.brands()} if rows else {}
    lines = [
        {"month": _month(r.month), "brand": named.get(r.brand, r.brand),
         "origin": _("國外卡") if r.is_foreign else _("國內卡"), "count": r.count,
         "amount": r.amount, "fee": r.fee, "unsettled": r.unsettled, "backs": r.backs or None,
         "back": r.back or None, "taken_backs": r.taken_backs or None,
         "taken_back": r.taken_back or None}
        for r in rows
    ]  # fmt: skip
    columns = [
        Column("month", _("月份"), "code"), Column("brand", _("卡別")),
        Column("origin", _("發卡地")), Column("count", _("件數"), "number", total=True),
        Column("amount", _("金額"), "amount", total=True),
        Column("fee", _("預估手續費"), "amount", total=True),
        Column("unsettled", _("尚未撥款"), "number", total=True),
        Column("backs", _("退刷件數"), "number", total=True),
        Column("back", _("退刷金額"), "amount", total=True),
        Column("taken_backs", _("扣回件數"), "number", total=True),
        Column("taken_back", _("扣回金額"), "amount", total=True),
    ]  # fmt: skip
    return Table(_("臨櫃刷卡"), columns, lines, show_caption=False) if lines else None


@staff("payment.view")
def figures_csv(request: HttpRequest) -> HttpResponse:
    """Each channel by month, as a file."""
    year, out = _year(request), io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["月份", "通路代碼", "通路", "Channel", "件數", "金額"])
    for r in queries.channel_months(branch_of(request), *_span(year)):
        words = [disarmed(word) for word in (r.channel, r.channel_zh, r.channel_en)]
        writer.writerow([f"{r.month:%Y-%m}", *words, r.count, r.amount])
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="channels-{year}.csv"'
    return answer
