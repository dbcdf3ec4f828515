"""Addresses of the API; whatever else is asked for under it is answered as not found."""

from django.urls import URLPattern, re_path

from wuai.portals.api import gate
from wuai.portals.api.application import build

api = build()
urlpatterns: list[URLPattern] = [
    *(gate.guard(pattern) for pattern in api.urls[0] if isinstance(pattern, URLPattern)),
    re_path(r"", gate.nowhere, name="nowhere"),  # ``.*`` would miss a line break
]
app_name = "api"
