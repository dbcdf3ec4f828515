"""Addresses of the audit trail, under /staff/audit/."""

from django.urls import path

from wuai.contexts.audit.web import staff

app_name = "audit"
urlpatterns = [
    path("", staff.trail, name="trail"),
    path("csv", staff.download, name="csv"),
]
