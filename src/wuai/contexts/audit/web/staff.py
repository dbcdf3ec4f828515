"""The trail on a page, and as a file for a spreadsheet."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wuai.contexts.audit import queries_lines
from wuai.contexts.audit.queries_lines import SIZE, Asked, TrailLine
from wuai.contexts.audit.web.forms import TrailForm
from wuai.contexts.petitions import api as petitions
from wuai.platform import searches
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.asked import before
from wuai.platform.spreadsheets import disarmed
from wuai.platform.ui.pieces import Column, Page, Table


@staff("audit.view")
@searches.kept_out(*TrailForm.kept_out)
def trail(request: HttpRequest) -> HttpResponse:
    """Who did, or who read, what: newest first, a page at a time."""
    form = TrailForm(searches.given(request) or None)
    place = before(request)
    asked = _veiled(request, form.asked(actor_of(request).branch_id or 0, place))
    found = queries_lines.lines(asked, SIZE + 1)
    shown = found[:SIZE]
    if shown:
        log_read(request, f"trail:{'reads' if asked.reads else 'acts'}", reason=asked.case)
    older = _address(request, str(shown[-1].id)) if len(found) > SIZE else ""
    return render(
        request, "audit/trail.html",
        {"form": form, "table": _table(shown) if shown else None, "csv": f"csv{_query(request)}",
         "pager": Page(len(shown), _address(request, "") if place else "", older)},
        status=422 if form.errors else 200,
    )  # fmt: skip


@staff("audit.view")
@searches.kept_out(*TrailForm.kept_out)
def download(request: HttpRequest) -> HttpResponse:
    """The same lines as CSV; cells that a spreadsheet would compute are disarmed."""
    form = TrailForm(searches.given(request) or None)
    asked = _veiled(request, form.asked(actor_of(request).branch_id or 0))
    log_read(request, "trail:csv", reason=asked.case)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.label for column in _columns()])
    for line in queries_lines.lines(asked, queries_lines.MOST):
        cells = (line.at.isoformat(), line.by_name, line.what, line.about, line.reason)
        writer.writerow([disarmed(cell) for cell in cells])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


def _veiled(request: HttpRequest, asked: Asked) -> Asked:
    """Without what only another unit may know of."""
    hidden = petitions.veiled(actor_of(request), asked.branch_id)
    return replace(asked, hidden=frozenset(hidden))


def _columns() -> list[Column]:
    return [
        Column("at", _("時間"), "day"), Column("by_name", _("人員")), Column("what", _("事項"), "code"),
        Column("about", _("對象"), "code"), Column("reason", _("事由")),
    ]  # fmt: skip


def _table(lines: Sequence[TrailLine]) -> Table:
    rows = [
        {"at": line.at, "by_name": line.by_name, "what": line.what, "about": line.about,
         "reason": line.reason}
        for line in lines
    ]  # fmt: skip
    return Table(_("稽核紀錄"), _columns(), rows, show_caption=False, tall=True)


def _query(request: HttpRequest, before: str = "") -> str:
    query = request.GET.copy()
    query.pop("before", None)
    if before:
        query["before"] = before
    text = query.urlencode()
    return f"?{text}" if text else ""


def _address(request: HttpRequest, before: str) -> str:
    return _query(request, before) or request.path
