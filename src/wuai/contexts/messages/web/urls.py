"""Addresses of the outbox, under /staff/mails/."""

from django.urls import path

from wuai.contexts.messages.web import staff, wordings

app_name = "outbox"
urlpatterns = [
    path("", staff.listed, name="mails"),
    path("channels/<slug:channel>/", staff.pause, name="channel"),
    path("wordings/", wordings.listed, name="wordings"),
    path("wordings/<slug:code>/", wordings.edit, name="wording"),
    path("wordings/<slug:code>/try/", wordings.trial, name="try"),
    path("<uuid:ref>/again/", staff.again, name="again"),
]
