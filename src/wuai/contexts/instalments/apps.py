from django.apps import AppConfig


class InstalmentsConfig(AppConfig):
    name = "wuai.contexts.instalments"
    label = "instalments"

    def ready(self) -> None:
        """Hear what happens to the money and to the cases, and make the jobs known to the worker."""
        from wuai.contexts.applications import api as applications
        from wuai.contexts.cases import events as cases
        from wuai.contexts.instalments import handlers, jobs  # noqa: F401 - registers its tasks
        from wuai.contexts.instalments.declarations import INSTALMENTS
        from wuai.contexts.instalments.events import PlanGranted, PlanRefused
        from wuai.contexts.payments import events as payments
        from wuai.platform.events import subscribe

        subscribe(payments.PaymentPosted, handlers.money_came)
        subscribe(payments.HeldMoneyPlaced, handlers.held_money_placed)
        subscribe(payments.PaymentReversed, handlers.money_went_back)
        subscribe(PlanGranted, handlers.granted)
        subscribe(PlanRefused, handlers.refused)
        subscribe(cases.CasesClosed, handlers.cases_closed)
        subscribe(cases.CaseAmended, handlers.case_amended)
        applications.declare(INSTALMENTS)
