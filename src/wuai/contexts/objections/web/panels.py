"""What objections offer to the common list of tasks."""

from django.utils.translation import gettext_lazy as _

from wuai.contexts.objections.actions.ending import hand_over
from wuai.contexts.objections.queries.tasks import tasks
from wuai.platform.panels import Tasks

TASKS = (
    Tasks(
        "objections", _("聲明異議"), 20, ("case.view",), tasks, hand_over,
        givers=("objection.record",), takers=("objection.record", "objection.approve"),
    ),
)  # fmt: skip
