"""What rewards offer to the case page and to today's work."""

from datetime import timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuai.contexts.rewards import queries
from wuai.contexts.rewards.web.staff import HOME
from wuai.platform.panels import Act, Desk, Pile, Todo, Work

DECIDE_DAYS, LISTED = 3, 12


def to_decide(desk: Desk) -> Pile:
    """Drafts that wait for the second person."""
    rows = queries.to_decide(desk.branch_id)
    todos = [
        Todo(gettext("核定獎勵檢舉公告"), row.number, localdate(row.proposed_at) + timedelta(days=DECIDE_DAYS),
             f"{HOME}{row.ref}/", "", "press")
        for row in rows[:LISTED]
    ]  # fmt: skip
    return Pile(len(rows), todos)


WORK = (Work("rewards", _("待核定的獎勵檢舉公告"), 29, "application.decide", HOME, to_decide),)
ACTS = (
    Act("reward", _("擬獎勵檢舉公告"), _("另一位同仁核定後，在公開網頁公告到訖日為止。"), 26,
        "case.edit", lambda view: f"{HOME}new/?case={view.case_ref}"),
)  # fmt: skip
