"""Addresses of the audit trail, under /staff/audit/."""

from django.urls import path

from wuai.contexts.audit.web import staff, watching

app_name = "audit"
urlpatterns = [
    path("", staff.trail, name="trail"),
    path("csv", staff.download, name="csv"),
    path("watches/", watching.listed, name="watches"),
    path("watches/<uuid:ref>/end/", watching.end, name="end_watch"),
]
