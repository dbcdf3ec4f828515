"""Addresses of notices for staff, under /staff/notices/."""

from typing import Any

app_name = "notices"
urlpatterns: list[Any] = []
