"""Addresses of declared closures, under /staff/reference/closures/."""

from django.urls import path

from wuai.contexts.deadlines.web import staff

app_name = "deadlines"
urlpatterns = [
    path("", staff.listed, name="closures"),
    path("<int:closure_id>/withdraw/", staff.withdraw, name="withdraw"),
]
