from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "wuai.contexts.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Know the jobs."""
        from wuai.contexts.ledger import jobs  # noqa: F401 - registers its tasks
