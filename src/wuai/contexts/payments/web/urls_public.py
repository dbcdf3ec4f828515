"""Addresses that need no login: what everybody may know about paying."""

from django.urls import path

from wuai.contexts.payments.web.slips import ways_table

app_name = "ways"
urlpatterns = [
    path("", ways_table.choose, name="choose"),
    path("<slug:code>/", ways_table.show, name="table"),
]
