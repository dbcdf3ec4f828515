"""Petitions as the common list of tasks shows them."""

from django.db.models.functions import Coalesce

from wuai.contexts.petitions.queries.desk import visible
from wuai.contexts.petitions.queries.mailboxes import mailboxes
from wuai.contexts.petitions.rules.states import STATES
from wuai.kernel.bilingual import Bilingual
from wuai.platform.panels import Looking, TaskLine
from wuai.platform.ui.pieces import Status


def tasks(looking: Looking) -> list[TaskLine]:
    """The nearest first (2 queries); what is guarded stands on its unit's list only."""
    found = visible(looking.actor).filter(ended_on__isnull=True)
    found = looking.among(found, by_ref="application__ref").annotate(
        day=Coalesce("promised_on", "due_on")
    )
    if looking.overdue:
        found = found.filter(day__lt=looking.on)
    names = {box.code: box.name for box in mailboxes(looking.branch_id)}
    return [
        TaskLine(
            "petitions", row.ref, row.number, names.get(row.mailbox, Bilingual("陳情", "Petition")),
            Status(*STATES[row.state]), row.day, row.owner_ref,
            row.owner_name, row.section_id, f"/staff/petitions/{row.ref}/",
        )
        for row in found.order_by("day", "id")[: looking.most]
    ]  # fmt: skip
