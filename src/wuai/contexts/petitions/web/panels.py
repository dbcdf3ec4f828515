"""What petitions offer to the common list of tasks and to today's work."""

from django.utils.translation import gettext_lazy as _

from wuai.contexts.petitions.actions.work import hand_over
from wuai.contexts.petitions.queries.tasks import tasks
from wuai.contexts.petitions.rules.mailboxes import GUARDS
from wuai.platform.panels import Tasks

TASKS = (
    Tasks(
        "petitions", _("人民陳情"), 30, tuple(GUARDS), tasks, hand_over,
        givers=("petition.edit",), takers=("petition.edit",),
    ),
)  # fmt: skip
