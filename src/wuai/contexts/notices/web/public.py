"""The list of publications for everybody: enough to know oneself by, and nothing more."""

import uuid
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuai.contexts.notices.queries import publications as queries
from wuai.contexts.notices.rules.publications import GROUNDS, STATES
from wuai.contexts.notices.rules.service import METHODS
from wuai.contexts.notices.web.tables import publication_status
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.identity_numbers import mask_name
from wuai.platform import asked
from wuai.platform.access import private, public
from wuai.platform.ui.pieces import Column, Counted, Crumb, Page, Table

HOME = "/publications/"


@public
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What hangs today, the newest first; of one branch, if it is named."""
    branches = {row.id: row for row in organisation.branches()}
    code = request.GET.get("branch", "")
    chosen = next((row.id for row in branches.values() if row.code == code), None)
    before = asked.before(request)
    rows = queries.shown(timezone.localdate(), branch_id=chosen, before=before)
    people = parties.party_rows({row.obligor_id for row in rows})
    older = f"?branch={code}&before={rows[-1].id}" if len(rows) == queries.PER_PAGE else ""
    columns = [
        Column("number", _("公告字號"), "code"), Column("name", _("應受送達人")),
        Column("branch", _("分署")), Column("posted_on", _("張貼日"), "day"),
        Column("effective_on", _("生效日"), "day"), Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    lines = [
        {"number": row.number, "url": f"{HOME}{row.ref}/",
         "name": mask_name(people[row.obligor_id].name), "branch": _name(branches[row.branch_id]),
         "posted_on": row.posted_on, "effective_on": row.effective_on,
         "state": publication_status(row)}
        for row in rows
    ]  # fmt: skip
    here = {
        "table": Table(_("公示送達公告"), columns, lines, show_caption=False) if lines else None,
        "pager": Page(len(rows), HOME if before else "", older), "chosen": chosen,
        "branches": [(row.code, _name(row), row.id) for row in organisation.open_branches()],
    }  # fmt: skip
    return private(render(request, "notices/public_list.html", here))


def _name(row: organisation.BranchRow) -> Bilingual:
    return Bilingual(row.name_zh, row.name_en)


@public
@require_safe
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One publication: what it is, from when it counts, how to fetch the document."""
    row = queries.shown_one(ref, timezone.localdate())
    if row is None:
        raise Http404
    branch = organisation.branch_by_id(row.branch_id)
    section = organisation.section(row.section_id)
    steps = [Counted(date.fromisoformat(s["on"]), Bilingual(s["zh"], s["en"])) for s in row.steps]
    here = {
        "row": row, "name": mask_name(parties.party_row(row.obligor_id).name), "steps": steps,
        "branch_row": branch, "branch_name": _name(branch), "ground": GROUNDS[row.ground],
        "section": Bilingual(section.name_zh, section.name_en), "state_name": STATES[row.state],
        "phone": section.phone or branch.phone, "extension": section.extension,
        "address": Bilingual(branch.address_zh, branch.address_en),
        "hours": Bilingual(branch.hours_zh, branch.hours_en),
        "state": publication_status(row), "law": METHODS[row.method].basis,
        "trail": [Crumb(_("首頁"), "/"), Crumb(_("公示送達公告"), HOME), Crumb(row.number)],
    }  # fmt: skip
    return private(render(request, "notices/public_show.html", here))
