"""My cases: what a person owes at all branches, what comes next and by when; then the cases."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuai.contexts.identity import api as identity
from wuai.contexts.messages import api as messages
from wuai.platform import asked
from wuai.platform.access import citizen, log_read
from wuai.platform.history import of_branch
from wuai.platform.ui.pieces import Column, Page, Status, Table
from wuai.portals.public.my_cases import MyCase, gather
from wuai.portals.public.my_steps import steps

SIZE, STEPS = 50, 12


@citizen()
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What is owed in all, what comes next, then the cases, open ones first."""
    visit = identity.citizen_of(request)
    mine = gather(visit, on=timezone.localdate())
    place = _place(request, len(mine.cases))
    rows = mine.cases[place * SIZE : (place + 1) * SIZE]
    if rows:
        places = sorted({of_branch(case.row.branch_id) for case in mine.cases})
        log_read(request, *(f"case:{row.ref}" for row in rows), *places, reason="")
    ahead = steps(mine) if place == 0 else []
    own = visit.acting_for is None
    here = {
        "mine": mine, "visit": visit, "today": mine.on, "first": ahead[0] if ahead else None,
        "steps": ahead[1:STEPS], "more_steps": len(ahead) > STEPS,
        "table": case_table(rows) if rows else None, "page": _page(place, len(mine.cases)),
        "unread": messages.unread_count(mine.party_ids) if own else 0,
        "may_pay": visit.may("PAY") and bool(mine.payable),
        "open_count": len([row for row in mine.cases if row.is_open]),
    }  # fmt: skip
    return render(request, "public/my.html", here)


def _place(request: HttpRequest, count: int) -> int:
    return asked.page(request, last=-(-count // SIZE)) - 1


def _page(place: int, count: int) -> Page | None:
    if count <= SIZE:
        return None
    shown = min(SIZE, count - place * SIZE)
    return Page(
        shown, f"/my/?page={place}" if place else "",
        f"/my/?page={place + 2}" if (place + 1) * SIZE < count else "", count,
    )  # fmt: skip


def case_table(rows: Sequence[MyCase]) -> Table:
    """Cases, each with what it owes today."""
    columns = [
        Column("number", _("執行案號"), "code"), Column("about", _("欠什麼")),
        Column("agency", _("移送機關")), Column("branch", _("分署")),
        Column("state", _("狀態"), "status"), Column("owed", _("還欠"), "amount"),
    ]  # fmt: skip
    lines = [
        {"number": row.number, "url": row.url, "about": row.about, "agency": row.agency,
         "branch": row.branch, "state": state_of(row), "owed": row.owed if row.is_open else None}
        for row in rows
    ]  # fmt: skip
    return Table(_("案件"), columns, lines, show_caption=False)


def state_of(case: MyCase) -> Status:
    """Where a case stands, with instalments said."""
    if case.is_open and case.plan is not None and case.plan.runs:
        return Status(_("分期繳納中"), "going")
    tone = "waiting" if case.is_open else ("good" if case.row.status == "PAID" else "neutral")
    return Status(case.state, tone)
