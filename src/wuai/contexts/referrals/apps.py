from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "wuai.contexts.referrals"
    label = "referrals"
