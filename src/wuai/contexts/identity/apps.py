from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "wuai.contexts.identity"
    label = "identity"
