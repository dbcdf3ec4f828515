from django.apps import AppConfig


class RewardsConfig(AppConfig):
    name = "wuai.contexts.rewards"
    label = "rewards"
