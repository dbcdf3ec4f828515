from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "wuai.contexts.applications"
    label = "applications"
