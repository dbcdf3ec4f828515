from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "wuai.contexts.ledger"
    label = "ledger"
