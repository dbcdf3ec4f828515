"""Addresses of parties for staff, under /staff/parties/."""

from django.urls import path

from wuai.contexts.parties.web import staff

app_name = "parties"
urlpatterns = [
    path("<uuid:ref>/reveal/", staff.reveal, name="reveal"),
]
