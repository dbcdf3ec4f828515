from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "wuai.contexts.deadlines"
    label = "deadlines"
