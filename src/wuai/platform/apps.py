from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "wuai.platform"
    label = "platform"
