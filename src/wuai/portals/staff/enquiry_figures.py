"""How many enquiries a branch had by which channel, month by month."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuai.contexts.parties import api as parties
from wuai.platform import exports, history
from wuai.platform.access import actor_of, staff
from wuai.platform.ui.pieces import Column, Crumb, Table
from wuai.platform.ui.wording import plain

# What counts as an enquiry on the web: a case looked up with a notice, one's own list of cases.
PAGES = {"public:lookup-case": "LOOKED_UP", "public:my": "SIGNED_IN"}
CODES = (*parties.CHANNELS, *PAGES.values())


def figures(branch_id: int, since: date, until: date) -> dict[date, dict[str, int]]:
    """Month to channel to number of enquiries about the branch, the latest month first.

    Whoever looks at his cases at several branches asked each of them.
    """
    found: dict[date, dict[str, int]] = {}
    for one in parties.enquiry_sums(branch_id, since, until):
        found.setdefault(one.month, {})[one.channel] = one.count
    for month, page, count in history.visits_by_month(list(PAGES), branch_id, since, until):
        found.setdefault(month, {})[PAGES[page]] = count
    return dict(sorted(found.items(), reverse=True))


def _year() -> tuple[date, date]:
    today = timezone.localdate()
    return date(today.year - 1, today.month, 1), today


def _names() -> dict[str, str]:
    held = {code: plain(name) for code, name in parties.CHANNELS.items()}
    return held | {
        "LOOKED_UP": _("網路：以通知書查詢"),
        "SIGNED_IN": _("網路：登入查詢"),
    }


@staff("case.view", "report.view")
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The last thirteen months."""
    rows = figures(actor_of(request).branch_id or 0, *_year())
    columns = [
        Column("month", _("月份"), "code"),
        *(Column(code, name, "number", total=True) for code, name in _names().items()),
    ]
    lines = [
        {"month": f"{month.year}-{month.month:02d}", **{code: held.get(code, 0) for code in CODES}}
        for month, held in rows.items()
    ]
    table = Table(_("各管道查詢件數"), columns, lines, show_caption=False)
    here = {
        "table": table if lines else None,
        "trail": [Crumb(_("查詢服務台"), "/staff/enquiries/"), Crumb(_("各管道查詢件數"))],
    }
    return render(request, "staff/enquiry_figures.html", here)


@staff("case.view", "report.view")
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    rows = figures(actor_of(request).branch_id or 0, *_year())
    heads = [_("月份"), *_names().values()]
    cells: list[list[str | int]] = [
        [f"{month.year}-{month.month:02d}", *(held.get(code, 0) for code in CODES)]
        for month, held in rows.items()
    ]
    return exports.csv_file("enquiries", heads, cells)
