"""The table of processing times."""

from django.urls import path

from wuai.contexts.deadlines.web import public

app_name = "time-limits"
urlpatterns = [path("time-limits/", public.time_limits, name="limits")]
