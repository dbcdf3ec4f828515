from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppointmentsConfig(AppConfig):
    name = "wuai.contexts.appointments"
    label = "appointments"

    def ready(self) -> None:
        """Hear of closures, make the jobs known to the worker, show the page of services."""
        from wuai.contexts.appointments import handlers, jobs  # noqa: F401 - registers its tasks
        from wuai.contexts.deadlines import events as deadlines
        from wuai.contexts.organisation import api as organisation
        from wuai.platform.events import subscribe

        subscribe(deadlines.ClosureDeclared, handlers.closure_declared)
        subscribe(deadlines.ClosureWithdrawn, handlers.closure_withdrawn)
        organisation.offer_page(_("預約服務與時段"), "/staff/appointments/services/")
