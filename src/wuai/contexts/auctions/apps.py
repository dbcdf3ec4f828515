from django.apps import AppConfig


class AuctionsConfig(AppConfig):
    name = "wuai.contexts.auctions"
    label = "auctions"

    def ready(self) -> None:
        """Declare the requests, name the subjects to the deadlines, hear closures, know the jobs."""
        from wuai.contexts.applications import api as applications
        from wuai.contexts.applications.events import ApplicationMoved
        from wuai.contexts.auctions import declarations, handlers, jobs  # noqa: F401 - registers its tasks
        from wuai.contexts.auctions.actions.clock import PREEMPTION, TRANSFER
        from wuai.contexts.auctions.queries import naming
        from wuai.contexts.deadlines import api as deadlines
        from wuai.contexts.deadlines import events
        from wuai.kernel.bilingual import Bilingual
        from wuai.platform.events import subscribe

        applications.declare(declarations.PREEMPTION)
        applications.declare(declarations.TRANSFER)
        subscribe(ApplicationMoved, handlers.request_moved)
        subscribe(events.ClosureDeclared, handlers.closure_declared)
        subscribe(events.ClosureWithdrawn, handlers.closure_withdrawn)
        deadlines.register(
            deadlines.Kind(
                PREEMPTION, Bilingual("優先承買", "Pre-emption"), "case.view", naming.preemptions
            )
        )
        deadlines.register(
            deadlines.Kind(
                TRANSFER, Bilingual("權利移轉證書", "Certificate of transfer"), "case.view",
                naming.transfers,
            )
        )  # fmt: skip
