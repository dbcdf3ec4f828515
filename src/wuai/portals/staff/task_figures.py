"""Answered in time, by kind, section and month: as a table, as CSV and as ODS."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual
from wuai.legal import deadlines as law
from wuai.platform import asked, exports
from wuai.platform.access import actor_of, staff
from wuai.platform.ui.pieces import Column, Crumb, Table
from wuai.platform.ui.wording import plain

HOME = "/staff/tasks/"


@staff("report.view", "case.view")
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """What came due between two days, and how much of it was answered in time."""
    since, until = asked.period(request)
    found, names = _found(request, since, until)
    rules = {entry.code: entry.name for entry in law.rules()}
    rows = [
        {"month": f"{x.month.year - 1911}-{x.month.month:02d}", "name": x.name, "rule": rules[x.rule],
         "section": names.get(x.section_id or 0, organisation.WHOLE_BRANCH), "all": x.all, "in_time": x.in_time,
         "late": x.late, "missed": x.missed, "share": deadlines.share(x.in_time, x.all)}
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
    since, until = asked.period(request)
    found, names = _found(request, since, until)
    rules = {entry.code: entry.name for entry in law.rules()}
    heads = [_("月份"), _("種類"), _("期限"), _("承辦股"), _("屆滿件數"), _("期限內辦理"), _("逾期辦理"),
             _("逾期未辦")]  # fmt: skip
    cells = [
        (f"{x.month:%Y-%m}", plain(x.name), plain(rules[x.rule]),
         plain(names.get(x.section_id or 0, organisation.WHOLE_BRANCH)), x.all, x.in_time, x.late, x.missed)
        for x in found
    ]  # fmt: skip
    name = f"tasks-{since}-{until}"
    return exports.table_file(form, name, _("期限內辦理情形"), heads, cells)


def _found(
    request: HttpRequest, since: date, until: date
) -> tuple[list[deadlines.Kept], dict[int, Bilingual]]:
    """Who may see all figures of the branch sees every kind; others the kinds they may see."""
    actor = actor_of(request)
    branch_id = actor.branch_id or 0
    kinds = deadlines.visible_kinds(actor)
    names = {s.id: Bilingual(s.name_zh, s.name_en) for s in organisation.sections(branch_id)}
    return deadlines.kept(branch_id, since, until, timezone.localdate(), kinds=kinds), names
