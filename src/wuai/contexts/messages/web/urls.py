"""Addresses of the outbox, under /staff/mails/."""

from django.urls import path

from wuai.contexts.messages.web import staff

app_name = "outbox"
urlpatterns = [
    path("", staff.listed, name="mails"),
    path("<uuid:ref>/again/", staff.again, name="again"),
]
