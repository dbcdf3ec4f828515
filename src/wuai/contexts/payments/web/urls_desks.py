"""The counter and unmatched money, under /staff/, and the agency's page, under /agency/."""

from django.urls import path

from wuai.contexts.payments.web import agency, counter, suspense

app_name = "money"
urlpatterns = [
    path("staff/counter/", counter.counter, name="counter"),
    path("staff/suspense/", suspense.listed, name="suspense"),
    path("staff/suspense/proposals/<uuid:ref>/decide/", suspense.decide, name="decide"),
    path("staff/suspense/<uuid:ref>/", suspense.show, name="item"),
    path("staff/suspense/<uuid:ref>/own/", suspense.own, name="own"),
    path("staff/suspense/<uuid:ref>/note/", suspense.note, name="note"),
    path("agency/payments/", agency.payments, name="agency"),
    path("agency/payments/slip/", agency.slip, name="agency_slip"),
]
