"""The counter and unmatched money, under /staff/; the agency's page; the public check of receipts."""

from django.urls import path, re_path

from wuai.contexts.payments.web.desk import counter, counter_receipts
from wuai.contexts.payments.web.receiving import agency, suspense

app_name = "money"
urlpatterns = [
    path("staff/counter/", counter.counter, name="counter"),
    path("staff/suspense/", suspense.listed, name="suspense"),
    path("staff/suspense/proposals/<uuid:ref>/decide/", suspense.decide, name="decide"),
    path("staff/suspense/<uuid:ref>/", suspense.show, name="item"),
    path("staff/suspense/<uuid:ref>/own/", suspense.own, name="own"),
    path("staff/suspense/<uuid:ref>/note/", suspense.note, name="note"),
    re_path(r"^receipts/verify/(?P<token>[^/]{1,64})/?$", counter_receipts.verify, name="verify"),
    path("agency/payments/", agency.payments, name="agency"),
    path("agency/payments/slip/", agency.slip, name="agency_slip"),
]
