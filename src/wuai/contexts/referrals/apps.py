from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "wuai.contexts.referrals"
    label = "referrals"

    def ready(self) -> None:
        """Make the jobs known to the worker; cases learn why one may have to go back."""
        from wuai.contexts.cases import api as cases
        from wuai.contexts.referrals import jobs, queries_supplies  # noqa: F401 - registers its tasks

        cases.suggest_returns(queries_supplies.suggested_reason)
