"""Petitions as the common list of tasks shows them."""

from wuai.contexts.petitions.models import Petition
from wuai.contexts.petitions.queries.mailboxes import mailboxes
from wuai.contexts.petitions.rules.mailboxes import guards_of
from wuai.contexts.petitions.rules.states import STATES
from wuai.kernel.bilingual import Bilingual
from wuai.platform.panels import Looking, TaskLine
from wuai.platform.ui.pieces import Status


def tasks(looking: Looking) -> list[TaskLine]:
    """The nearest first (2 queries); what is guarded stands on its unit's list only."""
    guards = guards_of(looking.actor.may)
    found = Petition.objects.filter(
        branch_id=looking.branch_id, ended_on__isnull=True, guard__in=guards
    )
    found = looking.among(found, by_ref="application__ref")
    if looking.overdue:
        found = found.filter(due_on__lt=looking.on)
    names = {box.code: box.name for box in mailboxes(looking.branch_id)}
    return [
        TaskLine(
            "petitions", row.ref, row.number, names.get(row.mailbox, Bilingual("陳情", "Petition")),
            Status(*STATES[row.state]), row.promised_on or row.due_on, row.owner_ref,
            row.owner_name, row.section_id, f"/staff/petitions/{row.ref}/",
        )
        for row in found.order_by("due_on", "id")[: looking.most]
    ]  # fmt: skip
