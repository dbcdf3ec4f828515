from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "wuai.contexts.payments"
    label = "payments"
