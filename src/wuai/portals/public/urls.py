"""Addresses that need no login."""

from django.urls import path, re_path

from wuai.portals.public import home, pay

app_name = "public"
urlpatterns = [
    path("", home.front, name="home"),
    re_path(r"^p/(?P<token>[A-Za-z0-9_-]{1,128})/?$", pay.show, name="pay"),
]
