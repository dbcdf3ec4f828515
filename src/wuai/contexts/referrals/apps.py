from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "wuai.contexts.referrals"
    label = "referrals"

    def ready(self) -> None:
        """Make the jobs known to the worker."""
        from wuai.contexts.referrals import jobs  # noqa: F401 - registers its tasks
