"""Objections as the common list of tasks shows them."""

from datetime import date, timedelta

from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.objections.models import Objection
from wuai.contexts.objections.queries.naming import HOME
from wuai.contexts.objections.rules import life
from wuai.kernel.bilingual import Bilingual
from wuai.platform.panels import Looking, TaskLine
from wuai.platform.ui.pieces import Status

# Where no law gives a day: how soon we note the arrival at the Agency, and put right what was wrong.
GOALS = {life.FORWARDED: 7, life.REMEDY: 7}
NAME = Bilingual("聲明異議", "Objection")
MOST = 2000


def tasks(looking: Looking) -> list[TaskLine]:
    """The nearest first (2 queries); a day of the law where one runs, else our own goal."""
    found = Objection.objects.filter(branch_id=looking.branch_id, ended_on__isnull=True)
    rows = list(looking.among(found).order_by("id")[:MOST])
    running = deadlines.of_subjects("objection", [str(row.ref) for row in rows])
    days = {row.ref: _due(row, running.get(str(row.ref), [])) for row in rows}
    if looking.overdue:
        rows = [row for row in rows if (day := days[row.ref]) and day < looking.on]
    rows.sort(key=lambda row: (days[row.ref] or date.max, row.id))
    return [
        TaskLine(
            "objections", row.ref, row.number, NAME,
            Status(life.STATE_NAMES[row.state], life.TONES[row.state]), days[row.ref],
            row.owner_ref, row.owner_name, row.section_id, f"{HOME}{row.ref}/",
        )
        for row in rows[: looking.most]
    ]  # fmt: skip


def _due(row: Objection, running: list[deadlines.DeadlineRow]) -> date | None:
    if running:
        return running[0].due_on
    since = row.decided_on or row.approved_on if row.state == life.REMEDY else row.forwarded_on
    goal = GOALS.get(row.state)
    return since + timedelta(days=goal) if since and goal else None
