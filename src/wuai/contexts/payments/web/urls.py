"""Addresses of receipts and files for staff, under /staff/payments/."""

from django.urls import path

from wuai.contexts.payments.web import counter, payments

app_name = "payments"
urlpatterns = [
    path("", payments.listed, name="list"),
    path("import/", payments.upload, name="import"),
    path("day/", payments.day, name="day"),
    path("files/<uuid:ref>/", payments.file, name="file"),
    path("files/<uuid:ref>/results.csv", payments.results, name="results"),
    path("voidings/<uuid:ref>/decide/", payments.decide_void, name="decide_void"),
    path("<uuid:ref>/", payments.show, name="receipt"),
    path("<uuid:ref>/print/", counter.paper, name="paper"),
    path("<uuid:ref>/void/", payments.ask_void, name="void"),
]
