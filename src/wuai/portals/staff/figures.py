"""Seeing the money: receipts by channel, agency and month, ages of what waits, plans in arrears."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wuai.contexts.instalments import api as instalments
from wuai.contexts.payments import api as payments
from wuai.kernel.bilingual import Bilingual
from wuai.platform import asked, exports
from wuai.platform.access import actor_of, staff
from wuai.platform.ui.pieces import Chart, Column, Crumb, Series, Table
from wuai.platform.ui.wording import plain

HOME = "/staff/figures/"
TITLES = {
    "channels": gettext_lazy("各通路收款"), "agencies": gettext_lazy("各移送機關收款"),
    "months": gettext_lazy("各月收款"), "ages": gettext_lazy("待查款項的天數"),
    "arrears": gettext_lazy("逾期的分期"),
}  # fmt: skip
AGES = ((7, "7 天以內", "up to 7 days"), (30, "8 至 30 天", "8 to 30 days"),
        (90, "31 至 90 天", "31 to 90 days"), (10**6, "超過 90 天", "over 90 days"))  # fmt: skip


def _period(request: HttpRequest) -> asked.Period:
    today = timezone.localdate()
    return asked.period(request, first=date(today.year - 1, today.month, 1))


def _sums(what: str, branch_id: int, period: asked.Period) -> list[payments.FigureSum]:
    if what != "arrears":
        return payments.figures(what, branch_id, period.since, period.until)
    found = dict.fromkeys(AGES, (0, 0))
    for row in instalments.plans_in_arrears(branch_id, period.until):
        age = next(age for age in AGES if row.days <= age[0])
        found[age] = (found[age][0] + 1, found[age][1] + row.amount)
    return [payments.FigureSum(str(most), zh, en, *found[most, zh, en]) for most, zh, en in AGES]


def _chart(what: str, rows: list[payments.FigureSum]) -> Chart:
    labels = [Bilingual(row.name_zh, row.name_en) for row in rows]
    return Chart(
        str(TITLES[what]), labels, [Series(_("金額"), [row.amount for row in rows])],
        "lines" if what == "months" and len(rows) > 2 else "bars", _("新臺幣元"),
    )  # fmt: skip


@staff("report.view", "payment.view")
def figures(request: HttpRequest) -> HttpResponse:
    """Every set of figures with its chart and its table."""
    branch_id, period = actor_of(request).branch_id or 0, _period(request)
    sets = []
    for what in TITLES:
        rows = _sums(what, branch_id, period)
        lines = [
            {"name": Bilingual(r.name_zh, r.name_en), "count": r.count, "amount": r.amount}
            for r in rows
        ]
        columns = [
            Column("name", _("項目")), Column("count", _("件數"), "number"),
            Column("amount", _("金額"), "amount", total=True),
        ]  # fmt: skip
        is_empty = not any(row.count for row in rows)
        sets.append(
            {"what": what, "title": TITLES[what], "chart": None if is_empty else _chart(what, rows),
             "table": None if is_empty else Table(str(TITLES[what]), columns, lines, show_caption=False),
             "query": f"?since={period.since}&until={period.until}"}
        )  # fmt: skip
    return render(
        request, "staff/figures.html",
        {"sets": sets, "period": period, "trail": [Crumb(_("收款圖表"))]},
    )  # fmt: skip


@staff("report.view", "payment.view")
def export(request: HttpRequest, what: str, kind: str) -> HttpResponse:
    """One set of figures as a file."""
    if what not in TITLES:
        raise Http404
    period = _period(request)
    rows = _sums(what, actor_of(request).branch_id or 0, period)
    heads = [_("代碼"), _("項目"), _("件數"), _("金額")]
    cells = [(r.code, plain(Bilingual(r.name_zh, r.name_en)), r.count, r.amount) for r in rows]
    name = f"{what}-{period.since}-{period.until}"
    return exports.table_file(kind, name, str(TITLES[what]), heads, cells)
