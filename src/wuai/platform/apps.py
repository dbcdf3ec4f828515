from django.apps import AppConfig
from django.db.backends.signals import connection_created


class PlatformConfig(AppConfig):
    name = "wuai.platform"
    label = "platform"

    def ready(self) -> None:
        """Every connection hears when a change of ledger or history is refused."""
        from wuai.platform import guard

        connection_created.connect(guard.listen)
