"""Addresses that social networks call, under /hooks/petitions/."""

from django.urls import path

from wuai.contexts.petitions.web import hooks

app_name = "petition-hooks"
urlpatterns = [path("page/", hooks.page_call, name="page")]
