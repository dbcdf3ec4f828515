"""Addresses of the reference data, under /staff/reference/."""

from django.urls import path

from wuai.contexts.organisation.web import staff

app_name = "organisation"
urlpatterns = [
    path("", staff.index, name="index"),
    path("<slug:table>/", staff.listed, name="table"),
    path("<slug:table>/new/", staff.add, name="add"),
    path("<slug:table>/<int:row_id>/", staff.edit, name="row"),
]
