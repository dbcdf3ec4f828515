"""Addresses of the agency portal that belong to no single context."""

from django.urls import path

from wuai.portals.agency import cases, home

app_name = "agency"
urlpatterns = [
    path("", home.home, name="home"),
    path("cases/", cases.listed, name="cases"),
    path("cases/<uuid:ref>/", cases.show, name="case"),
    path("cases/<uuid:ref>/certificate/", cases.certificate, name="certificate"),
]
