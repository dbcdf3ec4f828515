"""Addresses of declared closures, under /staff/reference/closures/."""

from django.urls import path

from wuai.contexts.deadlines.web import closures

app_name = "deadlines"
urlpatterns = [
    path("", closures.listed, name="closures"),
    path("<int:closure_id>/withdraw/", closures.withdraw, name="withdraw"),
]
