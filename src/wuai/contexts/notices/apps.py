from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "wuai.contexts.notices"
    label = "notices"
