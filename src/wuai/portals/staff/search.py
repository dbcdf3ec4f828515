"""One box finds a case: by its number, a name, an identity number, or a number on paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.cases import api as cases
from wuai.contexts.cases.web import staff as case_pages
from wuai.contexts.cases.web.forms import PARTY_KINDS, FilterForm
from wuai.contexts.parties import api as parties
from wuai.platform import searches
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.actors import Actor
from wuai.platform.ui.pieces import Column, Table
from wuai.portals.staff import offers

SHOWN_PARTIES = 50
MAX_WORDS = 100


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: cases by a number, or people with their cases."""

    lines: Sequence[cases.CaseLine] = ()
    people: Sequence[parties.PartyRow] = ()
    more: bool = False


@staff("case.view")
@searches.kept_out("q")
def search(request: HttpRequest) -> HttpResponse:
    """Go straight to the one case or person found, else show what was found."""
    actor = actor_of(request)
    words = searches.given(request).get("q", "").replace("\0", "").strip()[:MAX_WORDS]
    found = find(actor, words) if words else Found()
    if not found.people and len(found.lines) == 1:
        return redirect("staff:case", ref=found.lines[0].ref)
    if len(found.people) == 1 and parties.is_id_number(words):
        return redirect("staff:party", ref=found.people[0].ref)
    if found.lines or found.people:
        log_read(
            request, *(f"party:{p.ref}" for p in found.people),
            *(f"case:{c.ref}" for c in found.lines), reason="search",
        )  # fmt: skip
    form = FilterForm(branch_id=actor.branch_id or 0)
    return render(
        request, "staff/search.html",
        {"words": words, "found": found, "people": _people(found.people),
         "table": case_pages.table(found.lines, case_pages.Names(form), "/staff/cases/")
         if found.lines else None},
    )  # fmt: skip


def find(actor: Actor, words: str) -> Found:
    """Look in turn by case number, numbers on paper, the agency's own number, person."""
    branch_id, on = actor.branch_id or 0, timezone.localdate()
    if number := cases.found_by_number(branch_id, words, on=on):
        return Found(number)
    for finder in offers.finders(actor):
        if ids := finder.find(branch_id, words):
            return Found(cases.by_ids(branch_id, list(ids), on=on))
    people = parties.find(branch_id, words, limit=SHOWN_PARTIES + 1)
    shown = people[:SHOWN_PARTIES]
    held = cases.of_obligors(branch_id, [p.id for p in shown], on=on) if shown else []
    return Found(held, shown, more=len(people) > SHOWN_PARTIES)


def _people(found: Sequence[parties.PartyRow]) -> Table | None:
    if not found:
        return None
    columns = [
        Column("name", _("姓名或名稱")), Column("kind", _("類別")),
        Column("id_masked", _("統一編號"), "code"), Column("address", _("地址")),
    ]  # fmt: skip
    rows = [
        {"name": p.name, "kind": PARTY_KINDS[p.kind], "id_masked": p.id_masked,
         "address": p.address, "url": f"/staff/parties/{p.ref}/"}
        for p in found
    ]  # fmt: skip
    return Table(_("找到的人"), columns, rows, stack=True)
