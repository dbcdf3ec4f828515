from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "wuai.contexts.cases"
    label = "cases"
