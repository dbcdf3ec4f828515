"""Addresses of the till, of cheques and of the counter's figures, under /staff/payments/till/."""

from django.urls import path

from wuai.contexts.payments.web import till

app_name = "till"
urlpatterns = [
    path("", till.tills, name="tills"),
    path("<uuid:ref>/", till.show, name="till"),
    path("<uuid:ref>/count/", till.count, name="count"),
    path("<uuid:ref>/close/", till.close, name="close"),
    path("<uuid:ref>/decide/", till.decide, name="decide"),
    path("<uuid:ref>/deposit/", till.deposit, name="deposit"),
]
