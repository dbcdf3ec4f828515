"""An agency's home: how its cases progress, and what waits for it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuai.contexts.cases import api as cases
from wuai.kernel.bilingual import Bilingual
from wuai.platform.access import Forbidden, actor_of, signed_in
from wuai.platform.actors import Actor
from wuai.platform.panels import Desk, Pile
from wuai.platform.ui.pieces import Column, Table
from wuai.portals.agency import branches
from wuai.portals.staff import offers

LISTED = 20


@dataclass(frozen=True, slots=True)
class Number:
    """One of the numbers at the top."""

    label: Any
    count: int
    url: str
    tone: str = ""


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the agency first, then how far its cases are."""
    actor = actor_of(request)
    if actor.kind != "agency" or actor.agency_id is None:
        raise Forbidden("agency")
    on = timezone.localdate()
    offered = branches.of_agency(actor)
    branch = branches.chosen(request, offered)
    desk = Desk(branch.id if branch else 0, None, actor, on)
    piles = [(work, work.look(desk)) for work in offers.agency_work(actor)]
    progress = _progress(actor, branch) if branch and actor.may("agency.cases") else []
    return render(
        request, "agency/home.html",
        {
            "numbers": [Number(w.label, p.count, w.url, "press" if p.count and w.press else "") for w, p in piles],
            "progress": progress, "table": _table([p for _w, p in piles]),
            "branches": offered, "chosen": branch,
            "chosen_name": branch and Bilingual(branch.name_zh, branch.name_en),
            "may_refer": actor.may("agency.refer"),
        },
    )  # fmt: skip


def _progress(actor: Actor, branch: Any) -> list[Number]:
    found = []
    for status, label in (
        ("OPEN_ANY", _("執行中")), ("PAID", _("繳清")), ("RETURNED", pgettext("案件狀態", "退案")),
        ("CERTIFIED", _("核發憑證")), ("WITHDRAWN", pgettext("案件狀態", "撤回")),
    ):  # fmt: skip
        held = cases.Filters(branch.id, agency_id=actor.agency_id, status=status)
        number, _capped = cases.count(held)
        url = f"/agency/cases/?branch={branch.code}&status={status}"
        found.append(Number(label, number, url))
    return found


def _table(piles: list[Pile]) -> Table | None:
    todos = sorted((t for pile in piles for t in pile.todos), key=lambda t: (t.by, t.url))
    if not todos:
        return None
    columns = [
        Column("about", _("對象")), Column("what", _("要做的事")), Column("by", _("日期"), "day"),
        Column("detail", _("說明")),
    ]  # fmt: skip
    rows = [
        {"about": t.about, "what": t.what, "by": t.by, "detail": t.detail, "url": t.url}
        for t in todos[:LISTED]
    ]
    return Table(_("等著您處理"), columns, rows, stack=True)
