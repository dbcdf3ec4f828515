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
MOST_LINES = 10_000
# What stands behind two of the sets, one by one.
LINES_OF = {"ages": "held", "arrears": "late-plans"}
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
             "lines": LINES_OF.get(what), "query": f"?since={period.since}&until={period.until}"}
        )  # fmt: skip
    return render(
        request, "staff/figures.html",
        {"sets": sets, "period": period, "trail": [Crumb(_("收款圖表"))]},
    )  # fmt: skip


@staff("report.view", "payment.view")
def export(request: HttpRequest, what: str, kind: str) -> HttpResponse:
    """One set of figures, or what stands behind it, as a file."""
    branch_id, period = actor_of(request).branch_id or 0, _period(request)
    if what in LINES_OF.values():
        title, heads, lines = (_held if what == "held" else _late_plans)(branch_id, period.until)
        return exports.table_file(kind, f"{what}-{period.until}", title, heads, lines)
    if what not in TITLES:
        raise Http404
    rows = _sums(what, branch_id, period)
    heads = [_("代碼"), _("項目"), _("件數"), _("金額")]
    cells = [(r.code, plain(Bilingual(r.name_zh, r.name_en)), r.count, r.amount) for r in rows]
    name = f"{what}-{period.since}-{period.until}"
    return exports.table_file(kind, name, str(TITLES[what]), heads, cells)


Lines = tuple[str, list[str], list[tuple[str | int, ...]]]


def _held(branch_id: int, on: date) -> Lines:
    """Every open item with the money it still holds, the oldest first."""
    heads = [_("銷帳編號"), _("原因"), _("入帳日"), _("天數"), _("通路"), _("金額"), _("負責人")]
    lines: list[tuple[str | int, ...]] = [
        (row.number, row.reason, row.since.isoformat(), (on - row.since).days,
         plain(Bilingual(row.channel_zh, row.channel_en)), row.amount or 0, row.owner_name)
        for row in payments.waiting(branch_id, limit=MOST_LINES)
    ]  # fmt: skip
    return str(TITLES["ages"]), heads, lines


def _late_plans(branch_id: int, on: date) -> Lines:
    """Every plan in arrears, the longest late first."""
    heads = [_("分期編號"), _("逾期起日"), _("天數"), _("逾期期數"), _("逾期未繳"), _("未繳")]
    lines: list[tuple[str | int, ...]] = [
        (row.number, row.since.isoformat(), row.days, row.instalments, row.amount, row.open)
        for row in instalments.plans_in_arrears(branch_id, on)
    ]
    return str(TITLES["arrears"]), heads, lines
