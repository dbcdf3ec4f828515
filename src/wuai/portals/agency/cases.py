"""An agency looks at its own cases: numbers, progress and money; people masked."""

import uuid
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.cases import api as cases
from wuai.contexts.cases.web import staff as pages
from wuai.contexts.cases.web.forms import KINDS, FilterForm, status_of
from wuai.contexts.cases.web.panels import money
from wuai.kernel.identity_numbers import mask_name
from wuai.platform import searches
from wuai.platform.access import actor_of, agency, log_read
from wuai.platform.panels import CaseView
from wuai.platform.ui.pieces import Crumb, Fact, Happening
from wuai.portals.agency import branches
from wuai.portals.staff import offers
from wuai.portals.staff.cases import possible

SHOWN = (
    ("agency_ref", "code"), ("number", "code"), ("obligor", "text"), ("state", "status"),
    ("balance", "amount"), ("limit_on", "day"), ("section", "text"),
)  # fmt: skip


@agency("agency.cases")
@searches.kept_out("q")
def listed(request: HttpRequest) -> HttpResponse:
    """The agency's own cases at one branch, a page at a time."""
    actor = actor_of(request)
    offered = branches.of_agency(actor)
    branch = branches.chosen(request, offered)
    if branch is None:
        return render(request, "agency/cases.html", {"branches": [], "table": None, "chips": []})
    form = FilterForm(searches.given(request) or None, branch_id=branch.id, hide=("agency",))
    filters = form.filters(agency_id=actor.agency_id)
    page = cases.page(filters, on=timezone.localdate(), **pages.cursors(request))
    lines = [replace(line, obligor=mask_name(line.obligor)) for line in page.lines]
    if lines:
        log_read(request, *(f"case:{line.ref}" for line in lines))
    names = pages.Names(form)
    return render(
        request, "agency/cases.html",
        {"form": form, "chips": pages.chips(request, form), "branches": offered, "chosen": branch,
         "table": pages.table(lines, names, "/agency/cases/", SHOWN) if lines else None,
         "pager": pages.pager(request, page)},
    )  # fmt: skip


@agency("agency.cases")
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One of the agency's own cases: what is owed and how far it is."""
    actor, on = actor_of(request), timezone.localdate()
    facts = cases.facts(ref, on=on, agency_id=actor.agency_id or 0)
    if facts is None:
        raise Http404
    row = facts.row
    log_read(request, f"case:{row.ref}")
    view = CaseView(row.id, row.ref, row.branch_id, row.obligor_id, facts.is_open, actor, on, facts)
    panels = [(panel, panel.query(view)) for panel in offers.agency_panels(actor)]
    return render(
        request, "agency/case.html",
        {"case": facts, "on": on, "state": status_of(row.status), "money": money(view),
         "facts": _what(facts), "desk": _desk(facts), "panels": panels,
         "acts": possible(offers.agency_acts(actor), view),
         "timeline": _progress(view, facts),
         "certificate": cases.course(row.id).certificate if row.status == "CERTIFIED" else None,
         "trail": [Crumb(_("移送的案件"), "/agency/cases/"), Crumb(row.agency_ref)]},
    )  # fmt: skip


@agency("agency.cases")
def certificate(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The enforcement certificate of one of the agency's own cases, as a copy."""
    row = cases.case_by_ref(ref)
    if row is None or row.agency_id != actor_of(request).agency_id:
        raise Http404
    return cases.certificate_copy(request, ref)


def _what(facts: cases.CaseFacts) -> list[Fact]:
    row, who = facts.row, facts.obligor
    return [
        Fact(_("執行案號"), row.number),
        Fact(_("義務人"), who.name_masked),
        Fact(_("統一編號"), who.id_masked),
        Fact(_("案件類別"), facts.category),
        Fact(_("種類"), KINDS[row.kind]),
        Fact(_("所屬期別"), row.period),
        Fact(_("執行名義"), row.title),
        Fact(_("執行期間屆滿"), row.limit_on if facts.is_open else None),
    ]


def _desk(facts: cases.CaseFacts) -> list[Fact]:
    section = facts.section
    return [
        Fact(_("承辦股"), section.name),
        Fact(_("承辦人"), section.clerk),
        Fact(_("電話"), section.phone),
    ]


def _progress(view: CaseView, facts: cases.CaseFacts) -> list[Happening]:
    """The steps an agency may know of; who did them at the branch stays there."""
    row = facts.row
    found: list[Any] = [Happening(_("收案並編號"), row.registered_on)]
    if row.started_on:
        found.append(Happening(_("開始執行（第一次通知）"), row.started_on))
    if row.closed_on:
        found.append(Happening(_("結案"), row.closed_on, detail=cases.STATE_NAMES[row.status]))
    else:
        found.append(Happening(_("結案"), state="ahead"))
    return found
