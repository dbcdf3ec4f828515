from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "wuai.contexts.parties"
    label = "parties"
