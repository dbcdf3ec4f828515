"""Today's work: numbers that are work, then the list in the order in which it should be done."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.organisation import api as organisation
from wuai.platform.access import Forbidden, actor_of, signed_in
from wuai.platform.actors import Actor
from wuai.platform.panels import Desk, Pile, Todo, Work
from wuai.platform.ui.pieces import Column, Status, Table
from wuai.portals import shell
from wuai.portals.staff import offers

LISTED = 40
BRANCH_WIDE = ("case.assign", "payment.settle", "payment.approve")


@dataclass(frozen=True, slots=True)
class Number:
    """One of the numbers at the top."""

    label: Any
    count: int
    url: str
    tone: str = ""


@signed_in
def today(request: HttpRequest) -> HttpResponse:
    """What waits at this person's desk (a section's, or the whole branch's), most pressing first."""
    actor = actor_of(request)
    if actor.kind != "staff" or actor.branch_id is None:
        raise Forbidden("staff")
    if shell.has_one_desk(actor):
        return redirect("/staff/night/")
    on = timezone.localdate()
    desk = Desk(actor.branch_id, _section(request, actor), actor, on)
    piles = [(work, work.look(desk)) for work in offers.work(actor)]
    todos = sorted((t for _w, pile in piles for t in pile.todos), key=lambda t: (t.by, t.url))
    return render(
        request, "staff/today.html",
        {
            "numbers": [_number(work, pile, on) for work, pile in piles],
            "capped": any(pile.capped for _w, pile in piles),
            "table": _table(todos[:LISTED], on) if todos else None,
            "sections": _choices(actor), "desk": desk, "on": on, "piles": piles,
            "wide": is_wide(actor),
        },
    )  # fmt: skip


def is_wide(actor: Actor) -> bool:
    """Whether this person looks after the whole branch, not one section."""
    return actor.section_id is None or any(map(actor.may, BRANCH_WIDE))


def _section(request: HttpRequest, actor: Actor) -> int | None:
    if not is_wide(actor):
        return actor.section_id
    asked = request.GET.get("section", "")
    known = {str(row.id): row.id for row in _choices(actor)}
    return known.get(asked)


def _choices(actor: Actor) -> list[organisation.SectionRow]:
    if not is_wide(actor) or actor.branch_id is None:
        return []
    return organisation.sections(actor.branch_id, active_only=True)


def _number(work: Work, pile: Pile, on: date) -> Number:
    presses = work.press or any(todo.by < on for todo in pile.todos)
    tone = "press" if presses and pile.count else ""
    return Number(work.label, pile.count, work.url, tone)


def _table(todos: list[Todo], on: date) -> Table:
    columns = [
        Column("about", _("對象")),
        Column("what", _("要做的事")),
        Column("by", _("最好在這天前"), "day"),
        Column("detail", _("說明")),
        Column("state", _("急迫"), "status"),
    ]
    rows = [
        {"about": t.about, "what": t.what, "by": t.by, "detail": t.detail, "url": t.url,
         "state": Status(_("已過"), "bad") if t.by < on
         else Status(_("今天"), "press") if t.by == on else Status(_("依序"), "waiting")}
        for t in todos
    ]  # fmt: skip
    return Table(_("依序處理"), columns, rows, stack=True)
