from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeadlinesConfig(AppConfig):
    name = "wuai.contexts.deadlines"
    label = "deadlines"

    def ready(self) -> None:
        from wuai.contexts.organisation import api as organisation

        organisation.offer_page(_("停止上班與補行上班"), "/staff/reference/closures/")
