from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "wuai.contexts.payments"
    label = "payments"

    def ready(self) -> None:
        """Add the invariants of receipts to ``wuai ledger verify``."""
        from wuai.contexts.ledger import api as ledger
        from wuai.contexts.payments.queries.day.checks import checks

        ledger.register_checks("payments", checks)
