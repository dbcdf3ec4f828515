from django.apps import AppConfig


class ObjectionsConfig(AppConfig):
    name = "wuai.contexts.objections"
    label = "objections"

    def ready(self) -> None:
        """Declare the request, name the subject to the deadlines, hear withdrawals, know the jobs."""
        from wuai.contexts.applications import api as applications
        from wuai.contexts.applications.events import ApplicationMoved
        from wuai.contexts.cases.events import CaseResumed, CasesReassigned
        from wuai.contexts.deadlines import api as deadlines
        from wuai.contexts.deadlines.events import DeadlineMoved
        from wuai.contexts.objections import handlers, jobs  # noqa: F401 - registers its task
        from wuai.contexts.objections.actions.clock import KIND
        from wuai.contexts.objections.declarations import OBJECTION
        from wuai.contexts.objections.queries import naming
        from wuai.kernel.bilingual import Bilingual
        from wuai.platform.events import subscribe

        applications.declare(OBJECTION)
        subscribe(ApplicationMoved, handlers.request_moved)
        subscribe(CasesReassigned, handlers.cases_reassigned)
        subscribe(CaseResumed, handlers.case_resumed)
        subscribe(DeadlineMoved, handlers.deadlines_moved)
        deadlines.register(
            deadlines.Kind(
                KIND, Bilingual("聲明異議", "Objection"), "case.view", naming.described,
                naming.concerned,
            )
        )  # fmt: skip
