from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "wuai.contexts.audit"
    label = "audit"
