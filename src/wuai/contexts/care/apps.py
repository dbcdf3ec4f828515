from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "wuai.contexts.care"
    label = "care"
