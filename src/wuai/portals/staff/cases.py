"""The case page: it belongs to nobody. Facts at the left, panels of the contexts at the right."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.cases import api as cases
from wuai.contexts.cases.web.forms import KINDS, PARTY_KINDS, status_of
from wuai.platform import history
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.panels import Act, CaseView, Panel
from wuai.platform.ui.pieces import Crumb, Fact, Happening
from wuai.portals.shell import is_routed
from wuai.portals.staff import offers
from wuai.portals.staff.words import TOLD_BY_PANELS, act_name


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel with what it shows."""

    panel: Panel
    data: Any


@dataclass(frozen=True, slots=True)
class Offered:
    """Something that may be done, where, and what follows from it."""

    act: Act
    url: str


def _looked_at(request: HttpRequest, ref: uuid.UUID) -> tuple[cases.CaseFacts, CaseView]:
    actor = actor_of(request)
    on = timezone.localdate()
    facts = cases.facts(ref, on=on, branch_id=actor.branch_id)
    if facts is None:
        raise Http404
    row = facts.row
    log_read(request, f"case:{row.ref}", f"party:{facts.obligor.ref}")
    view = CaseView(row.id, row.ref, row.branch_id, row.obligor_id, facts.is_open, actor, on, facts)
    return facts, view


@staff("case.view")
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Everything about one case, on one page."""
    facts, view = _looked_at(request, ref)
    panels = offers.panels(view.actor)
    return render(
        request, "staff/case.html",
        {
            "case": facts, "on": view.on, "state": status_of(facts.row.status),
            "people": people(facts), "facts": what(facts), "days": days(facts),
            "panels": [Shown(panel, panel.query(view)) for panel in panels],
            "timeline": timeline(view, panels), "acts": possible(offers.acts(view.actor), view),
            "trail": [Crumb(_("案件"), "/staff/cases/"), Crumb(facts.row.number)],
        },
    )  # fmt: skip


@staff("case.view")
def sheet(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The same case on paper."""
    facts, view = _looked_at(request, ref)
    panels = [p for p in offers.panels(view.actor) if p.code != "others"]
    return render(
        request, "staff/case_print.html",
        {
            "case": facts, "on": view.on, "state": status_of(facts.row.status),
            "people": people(facts), "facts": what(facts), "days": days(facts),
            "panels": [Shown(panel, panel.query(view)) for panel in panels],
            "timeline": timeline(view, panels), "back_url": f"/staff/cases/{ref}/",
        },
    )  # fmt: skip


def possible(offered: Sequence[Act], view: CaseView) -> list[Offered]:
    """What may be done now; an act whose page does not exist here is not offered."""
    found = []
    for act in offered:
        url = act.url(view)
        there = is_routed(url.partition("#")[0].partition("?")[0])
        if there and (view.is_open or not act.open_only) and act.when(view):
            found.append(Offered(act, url))
    return found


def people(facts: cases.CaseFacts) -> list[Fact]:
    """Who owes, and who answers for the case."""
    who = facts.obligor
    held = [
        Fact(_("類別"), PARTY_KINDS[who.kind]),
        Fact(_("統一編號"), who.id_masked),
        Fact(_("地址"), f"{who.postcode} {who.address}".strip()),
        Fact(_("電話"), who.phone),
        Fact(_("代表人"), who.representative),
        Fact(_("承辦股"), facts.section.name),
        Fact(_("承辦人"), facts.section.clerk),
        Fact(_("承辦電話"), facts.section.phone),
    ]
    return _filled(held)


def what(facts: cases.CaseFacts) -> list[Fact]:
    """What is owed, to whom, on what title."""
    held = [
        Fact(_("移送機關"), facts.agency),
        Fact(_("移送案號"), facts.row.agency_ref),
        Fact(_("案件類別"), facts.category),
        Fact(_("種類"), KINDS[facts.row.kind]),
        Fact(_("所屬期別"), facts.row.period),
        Fact(_("執行名義"), facts.row.title),
        Fact(_("保全措施"), facts.measures),
        Fact(_("執行憑證編號"), facts.row.certificate_no),
        Fact(_("備註"), facts.remark),
    ]
    return _filled(held)


def days(facts: cases.CaseFacts) -> list[Fact]:
    """The days that do not change."""
    held = [
        Fact(_("收案日"), facts.row.registered_on),
        Fact(_("送達日"), facts.row.served_on),
        Fact(_("繳納期間屆滿日"), facts.row.due_on),
        Fact(_("處分確定日"), facts.row.final_on),
        Fact(_("徵收期間屆滿日"), facts.row.collection_end_on),
        Fact(_("結案日"), facts.row.closed_on),
    ]
    return _filled(held)


def _filled(held: list[Fact]) -> list[Fact]:
    return [fact for fact in held if fact.value not in (None, "")]


def timeline(view: CaseView, panels: Sequence[Panel]) -> list[Happening]:
    """One timeline of all that happened, newest first."""
    found = [Happening(_("收案並編號"), view.facts.row.registered_on)]
    found += [
        Happening(act_name(line.action), line.at, who=line.by_name, detail=line.reason)
        for line in history.of_case(view.case_ref)
        if line.action not in TOLD_BY_PANELS
    ]
    for panel in panels:
        if panel.happenings:
            found += panel.happenings(view)
    if view.facts.row.closed_on:
        found.append(Happening(_("結案"), view.facts.row.closed_on))
    return sorted(found, key=_when, reverse=True)


def _when(entry: Happening) -> datetime:
    if isinstance(entry.at, datetime):
        return entry.at
    return datetime.combine(entry.at or date.max, time(), tzinfo=UTC)
