from django.apps import AppConfig


class PortalsConfig(AppConfig):
    name = "wuai.portals"
    label = "portals"
