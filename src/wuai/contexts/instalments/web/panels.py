"""What instalments offers to the case page and to the work of branches and agencies."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuai.contexts.instalments.models import Plan
from wuai.contexts.instalments.queries import plans
from wuai.contexts.instalments.queries.guarantors import to_enforce
from wuai.contexts.instalments.web.tables import HOME, schedule_table, state_of
from wuai.contexts.parties import api as parties
from wuai.platform.panels import Act, CaseView, Desk, Panel, Pile, Todo, Work
from wuai.platform.ui.pieces import Status, Table

# How soon these are done: our own service goals.
DECIDE_DAYS, CALL_DAYS, ANSWER_DAYS, LISTED = 3, 3, 7, 12


@dataclass(frozen=True, slots=True)
class Told:
    """The plans of a case; the schedule of the running one; who may be enforced against (art. 18)."""

    plans: tuple[tuple[Plan, Status], ...]
    table: Table | None
    liable: tuple[str, ...]
    root: str


def told(view: CaseView) -> Told:
    """Plans of the case, the newest first."""
    return _told(view, HOME)


def for_agency(view: CaseView) -> Told:
    """The same for an agency, on its own pages."""
    return _told(view, "/agency/instalments/")


def _told(view: CaseView, root: str) -> Told:
    found = plans.plans_of_case(view.case_id)
    whole = [plans.plan_view(plan.ref, on=view.on) for plan in found]
    running = next((one for one in whole if one and one.plan.stage == "RUNNING"), None)
    ids = {
        s.party_id for one in whole if one for s in one.sureties if s.liable_since and s.party_id
    }
    people = parties.party_rows(ids)
    names = [p.name if root == HOME else p.name_masked for p in people.values()]
    return Told(
        tuple((plan, state_of(plan.status)) for plan in found),
        schedule_table(running) if running else None, tuple(names), root,
    )  # fmt: skip


def to_decide(desk: Desk) -> Pile:
    """Requests to which every agency consented."""
    rows = plans.plan_lines(desk.branch_id, "decision", on=desk.on)
    todos = [
        Todo(gettext("核定分期"), row.number, row.requested_on + timedelta(days=DECIDE_DAYS),
             f"{HOME}{row.ref}/", f"NT$ {row.total:,}", "press")
        for row in rows[:LISTED]
    ]  # fmt: skip
    return Pile(len(rows), todos)


def in_arrears(desk: Desk) -> Pile:
    """Running plans with a late instalment."""
    rows = plans.plans_in_arrears(desk.branch_id, desk.on)
    todos = [
        Todo(gettext("聯絡逾期的分期"), row.number, row.since + timedelta(days=CALL_DAYS),
             f"{HOME}{row.plan_ref}/", f"NT$ {row.amount:,}", "bad")
        for row in rows[:LISTED]
    ]  # fmt: skip
    return Pile(len(rows), todos)


def guarantors_to_reach(desk: Desk) -> Pile:
    """Guarantors whose day has passed without the debt being paid."""
    rows = to_enforce(desk.branch_id, desk.on)
    todos = [
        Todo(gettext("保證人逾期未清償"), claim.number, claim.due_on,
             f"{HOME}{claim.plan.ref}/guarantors/{claim.surety.ref}/", f"NT$ {claim.most:,}", "press")
        for claim in rows[:LISTED]
    ]  # fmt: skip
    return Pile(len(rows), todos)


def to_answer(desk: Desk) -> Pile:
    """Plans that wait for this agency's consent."""
    rows = plans.waiting_for_agency(desk.actor.agency_id or 0)
    todos = [
        Todo(gettext("答復是否同意分期"), plan.number, one.asked_on + timedelta(days=ANSWER_DAYS),
             f"/agency/instalments/{plan.ref}/", "", "press")
        for plan, one in rows[:LISTED]
    ]  # fmt: skip
    return Pile(len(rows), todos)


PANELS = (
    Panel("instalments", _("分期繳納"), 35, "case.view", told, "instalments/panels/plans.html"),
)  # fmt: skip
AGENCY_PANELS = (
    Panel("instalments", _("分期繳納"), 35, "agency.consent", for_agency, "instalments/panels/plans.html"),
)  # fmt: skip
WORK = (
    Work("plans", _("待核定的分期"), 27, "instalment.approve", f"{HOME}?list=decision", to_decide),
    Work("guarantors", _("逾期的保證人"), 29, "instalment.approve", f"{HOME}?list=all", guarantors_to_reach),
    Work("arrears", _("逾期的分期"), 28, "instalment.record", f"{HOME}?list=late", in_arrears, press=True),
)  # fmt: skip
AGENCY_WORK = (
    Work("consents", _("待答復的分期"), 15, "agency.consent", "/agency/instalments/", to_answer, press=True),
)  # fmt: skip
ACTS = (
    Act("instalments", _("申請分期繳納"), _("記錄申請並徵詢移送機關同意；核准後每期一張繳款單。"), 15,
        "instalment.record", lambda view: f"{HOME}new/?case={view.case_ref}"),
)  # fmt: skip
