"""What referrals offers to the case page and to the work of branches and agencies."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuai.contexts.cases import api as cases
from wuai.contexts.referrals import queries, queries_papers, queries_supplies
from wuai.contexts.referrals.queries import BatchRow
from wuai.contexts.referrals.queries_papers import Asked
from wuai.contexts.referrals.queries_supplies import SupplyRow
from wuai.contexts.referrals.web import papers, supply_tables
from wuai.platform.panels import Act, CaseView, Desk, Panel, Pile, Todo, Work
from wuai.platform.ui.pieces import File, Happening, Table

# How soon rows that were refused should be corrected: our own service goal.
CORRECT_DAYS, RECENT, LISTED = 7, 50, 12
STAFF_ROOT, AGENCY_ROOT = "/staff/intake/", "/agency/referrals/"


@dataclass(frozen=True, slots=True)
class Came:
    """How the case came in, and how it went back; ``row`` is None when it came without a file."""

    row: BatchRow | None
    papers: Sequence[File] = ()
    root: str = STAFF_ROOT
    case_ref: uuid.UUID | None = None
    supplies: Sequence[Asked] = ()
    asked: Table | None = None
    returned: cases.ReturnRow | None = None


def referral(view: CaseView) -> Came:
    """The batch that brought the case, with its documents."""
    came: Came = view.once("came", lambda: _came(view, STAFF_ROOT))
    return came


def for_agency(view: CaseView) -> Came:
    """The same for the agency, and the letter when the case came back."""
    came = _came(view, AGENCY_ROOT)
    if view.facts.row.status == "RETURNED":
        return replace(came, returned=cases.returned(view.case_id))
    return came


def _came(view: CaseView, root: str) -> Came:
    row = view.facts.row
    if not row.batch_id:
        return Came(None, root=root, case_ref=view.case_ref)
    batch, held, asked = queries_papers.brought(row.batch_id, row.agency_ref, view.case_id)
    table = supply_tables.of_case(asked, f"{root}supplies/", view.on) if asked else None
    return Came(batch, papers.listed(held, root), root, view.case_ref, asked, table)


def _todo(row: BatchRow, root: str, what: str) -> Todo:
    day = timezone.localdate(row.received_at)
    detail = gettext("%(rejected)s 列退件") % {"rejected": row.rejected} if row.is_done else ""
    return Todo(
        what, f"{row.agency.zh} {row.file_name}", day + timedelta(days=CORRECT_DAYS),
        f"{root}{row.ref}/", detail, "press" if row.rejected else "going",
    )  # fmt: skip


def waiting(desk: Desk) -> Pile:
    """Batches of the branch that are not done."""
    rows = [
        row for row in queries.batches(branch_id=desk.branch_id, limit=RECENT) if not row.is_done
    ]
    todos = [_todo(row, STAFF_ROOT, gettext("完成收案")) for row in rows[:LISTED]]
    return Pile(queries.waiting(desk.branch_id), todos)


def to_correct(desk: Desk) -> Pile:
    """Batches of the agency with refused rows, or not done yet."""
    rows = [
        row
        for row in queries.batches(agency_id=desk.actor.agency_id, limit=RECENT)
        if row.parent_id is None and (not row.is_done or row.rejected)
    ]
    todos = [_todo(row, AGENCY_ROOT, gettext("更正退件的列")) for row in rows[:LISTED]]
    return Pile(len(rows), todos)


def supply_steps(view: CaseView) -> list[Happening]:
    """When the agency was asked to supply something, and when it answered."""
    found = []
    for one in referral(view).supplies:
        url = f"{STAFF_ROOT}supplies/{one.ref}/"
        found.append(Happening(gettext("請移送機關補正"), one.asked_on, detail=one.number, url=url))
        if one.answered_on:
            what = gettext("移送機關答復補正")
            found.append(Happening(what, one.answered_on, detail=one.number, url=url))
    return found


def _supply_todo(row: SupplyRow, root: str, what: str, tone: str) -> Todo:
    return Todo(what, row.case_number, row.due_on, f"{root}supplies/{row.ref}/", row.number, tone)


def to_examine(desk: Desk) -> Pile:
    """Answers of agencies, and what no agency answered in time."""
    count, rows = queries_supplies.to_examine(
        desk.branch_id, desk.section_id, on=desk.on, limit=LISTED
    )
    over, came = gettext("處理逾期未補正"), gettext("審查補正")
    return Pile(
        count,
        [_supply_todo(row, STAFF_ROOT, over if row.is_overdue(desk.on) else came, "press")
         for row in rows],
    )  # fmt: skip


def to_supply(desk: Desk) -> Pile:
    """What the agency is still asked for."""
    count, rows = queries_supplies.to_answer(desk.actor.agency_id or 0, limit=LISTED)
    return Pile(
        count, [_supply_todo(row, AGENCY_ROOT, gettext("補正移送"), "press") for row in rows]
    )


PANELS = (
    Panel("referral", _("移送"), 60, "case.view", referral, "referrals/panels/referral.html",
          supply_steps),
)  # fmt: skip
AGENCY_PANELS = (
    Panel("referral", _("移送"), 60, "agency.refer", for_agency, "referrals/panels/referral.html"),
)  # fmt: skip
WORK = (
    Work("batches", _("待完成的移送檔"), 30, "referral.intake", STAFF_ROOT, waiting),
    Work("supplies", _("補正待審查"), 32, "case.edit", f"{STAFF_ROOT}supplies/", to_examine, press=True),
)  # fmt: skip
AGENCY_WORK = (
    Work("correct", _("待更正的移送檔"), 10, "agency.refer", AGENCY_ROOT, to_correct, press=True),
    Work("supplies", _("待補正的案件"), 12, "agency.refer", f"{AGENCY_ROOT}supplies/", to_supply, press=True),
)  # fmt: skip
ACTS = (
    Act("supply", _("請移送機關補正"),
        _("作成有文號的補正通知給移送機關，定期限請它補文件或資料；案件照常執行。"), 65, "case.edit",
        lambda view: f"/staff/intake/cases/{view.case_ref}/supply/"),
)  # fmt: skip
AGENCY_ACTS = (
    Act("amend", _("更正金額"), _("改正移送時的金額；已收的款項不變，差額從今天起算。"), 10, "agency.refer",
        lambda view: f"/agency/referrals/cases/{view.case_ref}/amend/"),
    Act("withdraw", _("撤回案件"), _("案件結案，不再執行；要再執行須重新移送。"), 20, "agency.refer",
        lambda view: f"/agency/referrals/cases/{view.case_ref}/withdraw/", grave=True),
)  # fmt: skip
