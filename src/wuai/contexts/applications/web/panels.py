"""What requests offer to the common list of tasks."""

from django.utils.translation import gettext_lazy as _

from wuai.contexts.applications.actions.work import hand_over
from wuai.contexts.applications.queries.tasks import tasks
from wuai.platform.panels import Tasks

TASKS = (
    Tasks(
        "applications", _("申辦案件"), 10, ("application.view", "application.confidential"), tasks,
        hand_over, givers=("application.edit",), takers=("application.edit",),
    ),
)  # fmt: skip
