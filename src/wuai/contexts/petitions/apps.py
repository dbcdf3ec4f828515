from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PetitionsConfig(AppConfig):
    name = "wuai.contexts.petitions"
    label = "petitions"

    def ready(self) -> None:
        """Declare what people fill in, name petitions to the deadlines below, and hear what moves."""
        from wuai.contexts.applications import api as applications
        from wuai.contexts.applications.events import ApplicationMoved
        from wuai.contexts.deadlines import api as deadlines
        from wuai.contexts.deadlines.events import DeadlineMoved
        from wuai.contexts.organisation import api as organisation
        from wuai.contexts.petitions import handlers, jobs  # noqa: F401 - registers its tasks
        from wuai.contexts.petitions.actions.filing import KIND
        from wuai.contexts.petitions.declarations import DECLARATIONS
        from wuai.contexts.petitions.queries import limits
        from wuai.contexts.petitions.rules.mailboxes import GUARDS
        from wuai.kernel.bilingual import Bilingual
        from wuai.platform.events import subscribe

        for declaration in DECLARATIONS:
            applications.declare(declaration)
        deadlines.register(
            deadlines.Kind(KIND, Bilingual("人民陳情", "Petition"), "|".join(GUARDS),
                           limits.described, limits.concerned, extends_itself=True)
        )  # fmt: skip
        subscribe(ApplicationMoved, handlers.application_moved)
        subscribe(DeadlineMoved, handlers.deadlines_moved)
        organisation.offer_page(_("信箱"), "/staff/petitions/mailboxes/")
