from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "wuai.contexts.messages"
    label = "outbox"

    def ready(self) -> None:
        """Make the kinds known that every context may use."""
        from wuai.contexts.messages.declarations import kinds  # noqa: F401 - declares them
