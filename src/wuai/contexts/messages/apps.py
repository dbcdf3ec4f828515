from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "wuai.contexts.messages"
    label = "outbox"
