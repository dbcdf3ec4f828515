"""Addresses that need no login."""

from django.urls import path, re_path

from wuai.portals.public import access_log, home, lookup, my, pay

app_name = "public"
urlpatterns = [
    path("", home.front, name="home"),
    path("lookup/", lookup.ask, name="lookup"),
    path("lookup/case/", lookup.show, name="lookup-case"),
    path("my/", my.show, name="my"),
    path("my/access/", access_log.show, name="access"),
    re_path(r"^p/(?P<token>[A-Za-z0-9_-]{1,128})/?$", pay.show, name="pay"),
]
