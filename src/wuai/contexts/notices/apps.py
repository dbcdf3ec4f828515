from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "wuai.contexts.notices"
    label = "notices"

    def ready(self) -> None:
        """Hear that days were declared closed."""
        from wuai.contexts.deadlines.events import ClosureDeclared, ClosureWithdrawn
        from wuai.contexts.notices import handlers
        from wuai.platform.events import subscribe

        subscribe(ClosureDeclared, handlers.days_changed)
        subscribe(ClosureWithdrawn, handlers.days_changed)
