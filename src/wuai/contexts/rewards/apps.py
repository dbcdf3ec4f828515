from django.apps import AppConfig


class RewardsConfig(AppConfig):
    name = "wuai.contexts.rewards"
    label = "rewards"

    def ready(self) -> None:
        """Hear that cases were closed."""
        from wuai.contexts.cases.events import CasesClosed
        from wuai.contexts.rewards import handlers
        from wuai.platform.events import subscribe

        subscribe(CasesClosed, handlers.cases_closed)
