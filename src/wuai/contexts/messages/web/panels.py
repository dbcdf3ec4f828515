"""What messages offers to the case page and to today's work."""

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuai.contexts.messages.queries import calls, tellings
from wuai.contexts.messages.rules.calls import PURPOSES
from wuai.contexts.messages.web.tables import copy_table
from wuai.platform.panels import CaseView, Desk, Panel, Pile, Todo, Work
from wuai.platform.ui.pieces import Table

LISTED, COPIES = 12, 5


@dataclass(frozen=True, slots=True)
class Told:
    """The latest of what the obligor was told, and where the rest is."""

    table: Table | None
    url: str


def told(view: CaseView) -> Told:
    """What the obligor was told."""
    found = tellings.copies([view.obligor_id], limit=COPIES)
    url = f"/staff/contacts/{view.facts.obligor.ref}/"
    return Told(copy_table(found) if found else None, url)


def to_call(desk: Desk) -> Pile:
    """People who are to be called."""
    count = calls.open_count(desk.branch_id)
    rows = calls.to_call(desk.branch_id)[:LISTED] if count else []
    todos = [
        Todo(gettext("打電話"), row.reference, row.due_on, f"/staff/calls/{row.ref}/",
             PURPOSES[row.purpose])
        for row in rows
    ]  # fmt: skip
    return Pile(count, todos)


PANELS = (
    Panel("messages", _("告知與聯絡方式"), 60, "party.view", told, "messages/panels/told.html"),
)  # fmt: skip
WORK = (Work("calls", _("待撥打的電話"), 40, "case.edit", "/staff/calls/", to_call),)
