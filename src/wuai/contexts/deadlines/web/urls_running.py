"""Addresses of deadlines that run, under /staff/deadlines/."""

from django.urls import path

from wuai.contexts.deadlines.web import files, running

app_name = "running-deadlines"
urlpatterns = [
    path("", running.listed, name="list"),
    path("calendar.ics", files.mine, name="calendar"),
    path("figures/", files.figures, name="figures"),
    path("figures.<slug:form>", files.figures_file, name="figures-file"),
    path("limits/", running.limits, name="limits"),
    path("<uuid:ref>/", running.show, name="show"),
    path("<uuid:ref>/extend/", running.extend, name="extend"),
    path("<uuid:ref>/seen/", running.seen, name="seen"),
    path("<uuid:ref>.ics", files.one, name="file"),
]
