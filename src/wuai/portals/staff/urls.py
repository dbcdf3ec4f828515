"""Addresses of the staff work space that belong to no single context."""

from django.urls import path

from wuai.portals.staff import cases, parties, search, today

app_name = "staff"
urlpatterns = [
    path("", today.today, name="today"),
    path("search", search.search, name="search"),
    path("cases/<uuid:ref>/", cases.show, name="case"),
    path("cases/<uuid:ref>/print/", cases.sheet, name="case-print"),
    path("parties/<uuid:ref>/", parties.show, name="party"),
    path("parties/<uuid:ref>/print/", parties.sheet, name="party-print"),
]
