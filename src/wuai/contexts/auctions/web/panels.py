"""What the sale of immovables offers to the case page and to today's work."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuai.contexts.auctions.models import Preemption, Transfer
from wuai.contexts.auctions.queries import PAGE, preemptions, transfers
from wuai.contexts.auctions.web.tables import (
    LETTER,
    PREEMPTION,
    TRANSFER,
    preemption_state,
    transfer_state,
)
from wuai.platform.panels import Act, CaseView, Desk, Panel, Pile, Todo, Work
from wuai.platform.ui.pieces import Status

# How soon an answer, or a proposal, is looked at: our own service goal.
DECIDE_DAYS, LISTED = 3, 12


@dataclass(frozen=True, slots=True)
class Sold:
    """The notices and the certificates of a case."""

    preemptions: list[tuple[Preemption, Status]]
    transfers: list[tuple[Transfer, Status]]


def sold(view: CaseView) -> Sold:
    """What was told to holders of rights, and which certificates there are."""
    return Sold(
        [(row, preemption_state(row)) for row in preemptions.of_case(view.case_id)],
        [(row, transfer_state(row)) for row in transfers.of_case(view.case_id)],
    )


def to_decide(desk: Desk) -> Pile:
    """Answers of holders that wait for a decision."""
    rows = preemptions.to_decide(desk.branch_id)
    todos = [
        Todo(gettext("核定優先承買"), row.number, (row.answered_on or row.due_on) + timedelta(days=DECIDE_DAYS),
             f"{PREEMPTION}{row.ref}/", row.lot, "press")
        for row in rows[:LISTED]
    ]  # fmt: skip
    return Pile(len(rows), todos, capped=len(rows) == PAGE)


def to_issue(desk: Desk) -> Pile:
    """Certificates that wait for the second person."""
    rows = transfers.to_issue(desk.branch_id)
    todos = [
        Todo(gettext("核發權利移轉證書"), row.lot, (row.paid_on or row.sold_on) + timedelta(days=DECIDE_DAYS),
             f"{TRANSFER}{row.ref}/", "", "press")
        for row in rows[:LISTED]
    ]  # fmt: skip
    return Pile(len(rows), todos, capped=len(rows) == PAGE)


PANELS = (
    Panel("sold", _("優先承買與權利移轉"), 38, "case.view", sold, "auctions/panels/sold.html"),
)
WORK = (
    Work("preemption", _("待核定的優先承買"), 27, "application.decide", PREEMPTION, to_decide),
    Work("transfers", _("待核發的權利移轉證書"), 28, "application.decide", TRANSFER, to_issue),
)
ACTS = (
    Act("preemption_letters", _("發優先承買通知"), _("每位權利人一份，由系統印出並附英文；登錄送達後期限自動起算。"), 23,
        "notice.issue", lambda view: f"{LETTER}new/?case={view.case_ref}"),
    Act("preemption", _("登錄優先承買通知"), _("通知已在別處發出時使用；期限從通知到達日起算，期滿未表示自動註記。"), 24,
        "case.edit", lambda view: f"{PREEMPTION}new/?case={view.case_ref}"),
    Act("transfer", _("辦理權利移轉證書"), _("先逐項查核條件，再由另一位同仁核發。"), 25,
        "case.edit", lambda view: f"{TRANSFER}new/?case={view.case_ref}"),
)  # fmt: skip
