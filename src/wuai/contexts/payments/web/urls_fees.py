"""Addresses of fees, under /staff/payments/fees/."""

from django.urls import path

from wuai.contexts.payments.web.desk import fees

app_name = "fees"
urlpatterns = [
    path("", fees.fees, name="fees"),
    path("<uuid:ref>/", fees.show, name="fee"),
    path("<uuid:ref>/print/", fees.paper, name="print"),
    path("<uuid:ref>/void/", fees.void, name="void"),
    path("<uuid:ref>/void/decide/", fees.decide, name="decide"),
]
