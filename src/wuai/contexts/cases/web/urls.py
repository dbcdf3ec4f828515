"""Addresses of cases for staff, under /staff/cases/."""

from django.urls import path

from wuai.contexts.cases.web import staff

app_name = "cases"
urlpatterns = [
    path("", staff.listed, name="list"),
    path("expiring/", staff.expiring, name="expiring"),
    path("<uuid:ref>/return/", staff.give_back, name="return"),
    path("<uuid:ref>/reassign/", staff.reassign, name="reassign"),
]
