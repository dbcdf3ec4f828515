"""The case list of a branch."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.cases import queries, queries_list, queries_return
from wuai.contexts.cases.actions import desk, returning
from wuai.contexts.cases.queries_list import CaseLine, CasePage
from wuai.contexts.cases.rules.limits import EXPIRY_WARNING_MONTHS
from wuai.contexts.cases.web.forms import FilterForm, ReassignForm, ReturnForm, status_of
from wuai.contexts.cases.web.named import own_case
from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual
from wuai.legal.counting import add_months
from wuai.platform import searches
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.ui import wording
from wuai.platform.ui.pieces import Chip, Column, Crumb, Page, Table

SHOWN = (
    ("number", "code"), ("obligor", "text"), ("state", "status"), ("balance", "amount"),
    ("limit_on", "day"), ("section", "text"), ("agency", "text"),
)  # fmt: skip


@staff("case.view")
@searches.kept_out("q")
def listed(request: HttpRequest) -> HttpResponse:
    """The cases of the branch that pass the filters, a page at a time."""
    branch_id = actor_of(request).branch_id or 0
    form = FilterForm(searches.given(request) or None, branch_id=branch_id)
    page = queries_list.page(form.filters(), on=timezone.localdate(), **cursors(request))
    names = Names(form)
    if page.lines:
        log_read(request, *(f"case:{line.ref}" for line in page.lines))
    return render(
        request, "cases/list.html",
        {"form": form, "page": page, "chips": chips(request, form),
         "table": table(page.lines, names, "/staff/cases/", _shown(form)) if page.lines else None,
         "pager": pager(request, page)},
    )  # fmt: skip


@staff("case.view")
def expiring(request: HttpRequest) -> HttpResponse:
    """The same list, narrowed to the limits that come within the months of warning."""
    until = add_months(timezone.localdate(), EXPIRY_WARNING_MONTHS)
    query = urlencode({"order": "limit", "limit_before": until.isoformat()})
    return redirect(f"/staff/cases/?{query}")


def _shown(form: FilterForm) -> Sequence[tuple[str, str]]:
    """The usual columns; who asks for days of registration sees them."""
    data = form.cleaned_data if form.is_valid() else {}
    asked = data.get("registered_from") or data.get("registered_to")
    return (*SHOWN, ("registered_on", "day")) if asked else SHOWN


class Names:
    """The words for sections, agencies and categories by id."""

    def __init__(self, form: FilterForm) -> None:
        self.section = _by_id(form.sections)
        self.agency = _by_id(form.agencies)
        self.category = _by_id(form.categories)


def _by_id(rows: Sequence[Any]) -> Mapping[int, Bilingual]:
    return {row.id: Bilingual(row.name_zh, row.name_en) for row in rows}


def labels() -> dict[str, str]:
    """The heads of the columns of a case list."""
    return {
        "number": _("執行案號"), "obligor": _("義務人"), "state": _("狀態"),
        "balance": _("尚欠"), "limit_on": _("執行期間屆滿"), "section": _("股別"),
        "category": _("類別"), "agency": _("移送機關"), "registered_on": _("收案日"),
        "agency_ref": _("移送案號"),
    }  # fmt: skip


def table(
    lines: Sequence[CaseLine], names: Names, root: str, shown: Sequence[tuple[str, str]] = SHOWN
) -> Table:
    """A case list as the table piece prints it; ``root`` begins the address of a case."""
    heads = labels()
    major = _("大戶")
    rows = [
        {
            "number": line.number, "url": f"{root}{line.ref}/", "agency_ref": line.agency_ref,
            "obligor": wording.beside(line.obligor, major) if line.is_major else line.obligor,
            "state": status_of(line.status), "balance": line.balance,
            "limit_on": None if line.closed_on else line.limit_on,
            "section": names.section.get(line.section_id),
            "agency": names.agency.get(line.agency_id),
            "category": names.category.get(line.category_id),
            "registered_on": line.registered_on,
        }
        for line in lines
    ]  # fmt: skip
    columns = [Column(key, heads[key], kind) for key, kind in shown]
    return Table(_("案件清單"), columns, rows, show_caption=False, stack=True)


def cursors(request: HttpRequest) -> dict[str, Any]:
    """The cursors in the address; what is no cursor is the first page."""
    asked = {name: request.GET.get(name, "") for name in ("after", "before")}
    return {name: text for name, text in asked.items() if queries_list.is_cursor(text)}


def address(request: HttpRequest, **change: str) -> str:
    """This address with other parameters; an empty one is left out, and so are the cursors."""
    query = request.GET.copy()
    sealed = (searches.KEY,) if set(change) & set(FilterForm.kept_out) else ()
    for name in ("after", "before", *sealed, *change):
        query.pop(name, None)
    for name, value in change.items():
        if value:
            query[name] = value
    text = query.urlencode()
    return f"?{text}" if text else request.path


def pager(request: HttpRequest, page: CasePage) -> Page:
    """The way to the pages beside this one."""
    return Page(
        len(page.lines), address(request, before=page.before) if page.before else "",
        address(request, after=page.after) if page.after else "", page.total, page.capped,
    )  # fmt: skip


def chips(request: HttpRequest, form: FilterForm) -> list[Chip]:
    """The filters in force, each with the address without it."""
    if not form.is_valid():
        return []
    found = []
    for name, value in form.cleaned_data.items():
        if not value or name == "order":
            continue
        offered = dict(getattr(form.fields[name], "choices", ()))
        words = form.fields[name].prepare_value(value) if value is not True else ""
        shown = offered.get(value, words)
        label = (
            f"{form.fields[name].label}{wording.sign('：')}{wording.plain(shown)}"
            if shown
            else form.fields[name].label
        )
        found.append(Chip(str(label), address(request, **{name: ""})))
    return found


@staff("case.return")
def give_back(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Send a case back to its agency, after saying what follows from it."""
    actor, row = actor_of(request), own_case(request, ref)
    draft = {"reason": queries_return.suggested_reason(row.id)}
    form = ReturnForm(request.POST or None, initial=draft)
    if request.method == "POST" and form.is_valid():
        paper = returning.return_case(
            case_id=row.id, reason=form.cleaned_data["reason"], by=actor, at=timezone.now(),
            on=timezone.localdate(),
        )  # fmt: skip
        said = _("已退案：%(number)s，退案通知 %(paper)s")
        messages.success(request, said % {"number": row.number, "paper": paper})
        return redirect(f"/staff/cases/{ref}/")
    return render(
        request, "cases/return.html",
        {"row": row, "form": form, "trail": trail(row, _("退案"))},
        status=422 if form.errors else 200,
    )  # fmt: skip


@staff("case.assign")
def reassign(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Give one case to another section."""
    actor, row = actor_of(request), own_case(request, ref)
    offered = organisation.sections(row.branch_id, active_only=True)
    others = [section for section in offered if section.id != row.section_id]
    form = ReassignForm(request.POST or None, sections=others)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        desk.reassign(
            case_ids=[row.id], section_id=int(data["section"]), reason=data["reason"],
            by=actor, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("已改分：%(number)s") % {"number": row.number})
        return redirect(f"/staff/cases/{ref}/")
    return render(
        request, "cases/reassign.html",
        {"row": row, "form": form, "trail": trail(row, _("改分"))},
        status=422 if form.errors else 200,
    )  # fmt: skip


def trail(row: queries.CaseRow, last: str) -> list[Crumb]:
    """The way back from a page about one case."""
    return [
        Crumb(_("案件"), "/staff/cases/"), Crumb(row.number, f"/staff/cases/{row.ref}/"), Crumb(last)
    ]  # fmt: skip
