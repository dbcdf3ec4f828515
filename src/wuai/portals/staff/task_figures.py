"""Answered in time, by kind, section and month: as a table, as CSV and as ODS."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.organisation import api as organisation
from wuai.kernel import roc_dates
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.legal import deadlines as law
from wuai.platform import exports
from wuai.platform.access import actor_of, staff
from wuai.platform.ui.pieces import Column, Crumb, Table
from wuai.platform.ui.wording import plain

HOME = "/staff/tasks/"
WHOLE = Bilingual("全分署", "Whole branch")


@staff("report.view", "case.view")
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """What came due between two days, and how much of it was answered in time."""
    since, until = _period(request)
    found, names = _found(request, since, until)
    rules = {entry.code: entry.name for entry in law.rules()}
    rows = [
        {"month": f"{x.month.year - 1911}-{x.month.month:02d}", "name": x.name, "rule": rules[x.rule],
         "section": names.get(x.section_id or 0, WHOLE), "all": x.all, "in_time": x.in_time,
         "late": x.late, "missed": x.missed, "share": share(x.in_time, x.all)}
        for x in found
    ]  # fmt: skip
    columns = [
        Column("month", _("月份"), "code"), Column("name", _("種類")), Column("rule", _("期限")),
        Column("section", _("承辦股")), Column("all", _("屆滿件數"), "number", total=True),
        Column("in_time", _("期限內辦理"), "number", total=True),
        Column("late", _("逾期辦理"), "number", total=True),
        Column("missed", _("逾期未辦"), "number", total=True), Column("share", _("期限內比率")),
    ]  # fmt: skip
    table = Table(_("期限內辦理情形"), columns, rows, show_caption=False) if rows else None
    return render(
        request, "deadlines/figures.html",
        {"files": "/staff/tasks/figures", "table": table, "since": since, "until": until, "all": sum(x.all for x in found),
         "in_time": sum(x.in_time for x in found),
         "trail": [Crumb(_("待辦事項"), HOME), Crumb(_("期限內辦理情形"))]},
    )  # fmt: skip


@staff("report.view", "case.view")
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The same figures as a file."""
    if form not in ("csv", "ods"):
        raise Http404
    since, until = _period(request)
    found, names = _found(request, since, until)
    rules = {entry.code: entry.name for entry in law.rules()}
    heads = [_("月份"), _("種類"), _("期限"), _("承辦股"), _("屆滿件數"), _("期限內辦理"), _("逾期辦理"),
             _("逾期未辦")]  # fmt: skip
    cells = [
        (f"{x.month:%Y-%m}", plain(x.name), plain(rules[x.rule]),
         plain(names.get(x.section_id or 0, WHOLE)), x.all, x.in_time, x.late, x.missed)
        for x in found
    ]  # fmt: skip
    name = f"tasks-{since}-{until}.{form}"
    if form == "csv":
        return exports.download(exports.as_csv(heads, cells), exports.CSV_TYPE, name)
    return exports.download(
        exports.as_ods(_("期限內辦理情形"), heads, cells), exports.ODS_TYPE, name
    )  # fmt: skip


def share(in_time: int, whole: int) -> str:
    """In time of all that came due, in hundredths of a per cent."""
    return f"{in_time * 100 / whole:.2f}%"


def _found(
    request: HttpRequest, since: date, until: date
) -> tuple[list[deadlines.Kept], dict[int, Bilingual]]:
    """Who may see all figures of the branch sees every kind; others the kinds they may see."""
    actor = actor_of(request)
    branch_id = actor.branch_id or 0
    kinds = deadlines.visible_kinds(actor)
    names = {s.id: Bilingual(s.name_zh, s.name_en) for s in organisation.sections(branch_id)}
    return deadlines.kept(branch_id, since, until, timezone.localdate(), kinds=kinds), names


def _period(request: HttpRequest) -> tuple[date, date]:
    today = timezone.localdate()
    try:
        since, until = (
            roc_dates.parse(request.GET[name]) if request.GET.get(name) else day
            for name, day in (("since", date(today.year, 1, 1)), ("until", today))
        )
    except Refusal as error:
        raise Http404 from error
    if until < since or (until - since).days > 3700:
        raise Http404
    return since, until
