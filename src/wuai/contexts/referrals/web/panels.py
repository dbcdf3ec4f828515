"""What referrals offers to the case page and to the work of branches and agencies."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuai.contexts.cases import api as cases
from wuai.contexts.referrals import queries, queries_papers
from wuai.contexts.referrals.queries import BatchRow
from wuai.contexts.referrals.web import papers
from wuai.platform.panels import Act, CaseView, Desk, Panel, Pile, Todo, Work
from wuai.platform.ui.pieces import File

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
    returned: cases.ReturnRow | None = None


def referral(view: CaseView) -> Came:
    """The batch that brought the case, with its documents."""
    return _came(view, STAFF_ROOT)


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
    batch, held = queries_papers.brought(row.batch_id, row.agency_ref)
    return Came(batch, papers.listed(held, root), root, view.case_ref)


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


PANELS = (
    Panel("referral", _("移送"), 60, "case.view", referral, "referrals/panels/referral.html"),
)  # fmt: skip
AGENCY_PANELS = (
    Panel("referral", _("移送"), 60, "agency.refer", for_agency, "referrals/panels/referral.html"),
)  # fmt: skip
WORK = (
    Work("batches", _("待完成的移送檔"), 30, "referral.intake", STAFF_ROOT, waiting),
)  # fmt: skip
AGENCY_WORK = (
    Work("correct", _("待更正的移送檔"), 10, "agency.refer", AGENCY_ROOT, to_correct, press=True),
)  # fmt: skip
AGENCY_ACTS = (
    Act("amend", _("更正金額"), _("改正移送時的金額；已收的款項不變，差額從今天起算。"), 10, "agency.refer",
        lambda view: f"/agency/referrals/cases/{view.case_ref}/amend/"),
    Act("withdraw", _("撤回案件"), _("案件結案，不再執行；要再執行須重新移送。"), 20, "agency.refer",
        lambda view: f"/agency/referrals/cases/{view.case_ref}/withdraw/", grave=True),
)  # fmt: skip
