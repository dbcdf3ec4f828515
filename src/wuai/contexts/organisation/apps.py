from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "wuai.contexts.organisation"
    label = "organisation"
