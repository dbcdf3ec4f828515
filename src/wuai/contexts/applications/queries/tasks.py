"""Requests as the common list of tasks shows them: what runs and is answered here."""

from django.db.models import F

from wuai.contexts.applications.declarations import declaration, declared
from wuai.contexts.applications.models import Application
from wuai.contexts.applications.rules.procedure import STATE_NAMES, TONES, sees
from wuai.platform.panels import Looking, TaskLine
from wuai.platform.ui.pieces import Status


def tasks(looking: Looking) -> list[TaskLine]:
    """The nearest first (1 query); what another context carries on stands there."""
    may = looking.actor.may
    codes = [one.code for one in declared() if not one.is_carried and sees(may, one.restricted_to)]
    found = Application.objects.filter(
        branch_id=looking.branch_id, ended_on__isnull=True, kind__in=codes
    )
    found = looking.among(found)
    if looking.overdue:
        found = found.filter(due_on__lt=looking.on)
    rows = found.order_by(F("due_on").asc(nulls_last=True), "id")[: looking.most]
    return [
        TaskLine(
            "applications", row.ref, row.number, declaration(row.kind).title,
            Status(STATE_NAMES[row.state], TONES[row.state]), row.due_on, row.owner_ref,
            row.owner_name, row.section_id, f"/staff/applications/{row.ref}/",
        )
        for row in rows
    ]  # fmt: skip
