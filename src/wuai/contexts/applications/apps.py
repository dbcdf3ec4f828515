from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "wuai.contexts.applications"
    label = "applications"

    def ready(self) -> None:
        """Name the requests to the deadlines below, and hear when one of them moves."""
        from wuai.contexts.applications import handlers
        from wuai.contexts.applications.actions.clock import KIND
        from wuai.contexts.applications.queries import limits
        from wuai.contexts.deadlines import api as deadlines
        from wuai.contexts.deadlines import events
        from wuai.kernel.bilingual import Bilingual
        from wuai.platform.events import subscribe

        deadlines.register(
            deadlines.Kind(
                KIND, Bilingual("申辦案件", "Application"),
                "application.view|application.confidential", limits.described, limits.concerned,
                limits.sort_name,
            )
        )  # fmt: skip
        deadlines.offer_items(limits.service_items)
        subscribe(events.DeadlineMoved, handlers.deadlines_moved)
        subscribe(events.DeadlineExtended, handlers.deadline_extended)
