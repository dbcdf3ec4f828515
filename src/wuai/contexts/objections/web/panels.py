"""What objections offer to the case page, to today's work and to the common list of tasks."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuai.contexts.objections.actions.ending import hand_over
from wuai.contexts.objections.actions.staying import stands_still
from wuai.contexts.objections.models import Objection
from wuai.contexts.objections.queries import objections as queries
from wuai.contexts.objections.queries.tasks import tasks
from wuai.contexts.objections.web.tables import HOME, state_of
from wuai.platform.panels import Act, CaseView, Desk, Panel, Pile, Tasks, Todo, Work
from wuai.platform.ui.pieces import Status

# How soon a proposal is looked at: our own service goal.
APPROVE_DAYS, LISTED = 2, 12


@dataclass(frozen=True, slots=True)
class Told:
    """One objection of a case, and whether enforcement stands still for it."""

    row: Objection
    state: Status
    still: bool


def told(view: CaseView) -> list[Told]:
    """The objections of a case, the newest first."""
    still = view.facts.row.status == "SUSPENDED"
    rows = queries.of_case(view.case_id)
    return [Told(row, state_of(row.state), still and stands_still(row)) for row in rows]


def to_approve(desk: Desk) -> Pile:
    """Proposals that wait for the second person."""
    rows = queries.proposed(desk.branch_id, desk.section_id)
    todos = [
        Todo(gettext("核定異議意見"), row.number, row.received_on + timedelta(days=APPROVE_DAYS),
             f"{HOME}{row.ref}/", row.act, "press")
        for row in rows[:LISTED]
    ]  # fmt: skip
    return Pile(len(rows), todos)


PANELS = (
    Panel("objections", _("聲明異議"), 36, "case.view", told, "objections/panels/objections.html"),
)
WORK = (
    Work("objections", _("待核定的異議"), 26, "objection.approve", HOME, to_approve, press=True),
)  # fmt: skip
ACTS = (
    Act("objection", _("登記書面異議"), _("編號、起算十日；異議人可用號碼與查詢碼追蹤。"), 17,
        "application.edit", lambda view: f"/staff/applications/paper/?kind=OBJECTION&case={view.case_ref}", open_only=False),
    Act("objection-oral", _("當場言詞異議"), _("限執行時當場提出：記成筆錄、編號、起算十日。"), 18,
        "objection.record", lambda view: f"{HOME}oral/?case={view.case_ref}"),
)  # fmt: skip
TASKS = (
    Tasks(
        "objections", _("聲明異議"), 20, ("case.view",), tasks, hand_over,
        givers=("objection.record",), takers=("objection.record", "objection.approve"),
    ),
)  # fmt: skip
