"""What deadlines offers to today's work: what was missed, first; then what is near."""

from django.utils.translation import gettext_lazy as _

from wuai.contexts.deadlines.queries import kinds
from wuai.contexts.deadlines.queries import watching as lists
from wuai.contexts.deadlines.web import tables
from wuai.platform.panels import Desk, Pile, Todo, Work

LISTED = 12


def missed(desk: Desk) -> Pile:
    """Missed and not done; it stays here until it is."""
    return _pile(desk, "missed")


def near(desk: Desk) -> Pile:
    """Due within the next working days."""
    return _pile(desk, "near")


def _pile(desk: Desk, which: str) -> Pile:
    wanted = lists.Wanted(
        desk.branch_id, desk.on, which, "", desk.section_id, kinds.visible_kinds(desk.actor)
    )
    rows = lists.listed(wanted, limit=LISTED)
    said = kinds.describe([(row.kind, row.subject) for row in rows], desk.actor)
    named = tables.names()
    todos = [
        Todo(named[row.rule], said[row.kind, row.subject].label, row.due_on,
             f"{tables.HOME}{row.ref}/", "", "bad" if which == "missed" else "press")
        for row in rows if (row.kind, row.subject) in said
    ]  # fmt: skip
    return Pile(lists.counted(wanted), todos)


WORK = (
    Work("deadlines_missed", _("逾期未辦的期限"), 4, "case.view", f"{tables.HOME}?which=missed",
         missed, press=True),
    Work("deadlines_near", _("即將屆滿的期限"), 6, "case.view", f"{tables.HOME}?which=near", near),
    # The unit of confidential requests sees no cases, and still no deadline of its own may slip.
    Work("deadlines_confidential", _("逾期未辦的期限"), 4, "application.confidential",
         f"{tables.HOME}?which=missed", missed, press=True),
)  # fmt: skip
