"""Addresses of rights of pre-emption for staff, under /staff/preemption/."""

from django.urls import path

from wuai.contexts.auctions.web import preemption

app_name = "preemption"
urlpatterns = [
    path("", preemption.listed, name="list"),
    path("new/", preemption.new, name="new"),
    path("<uuid:ref>/", preemption.show, name="show"),
    path("<uuid:ref>/look-up/", preemption.look_up, name="look_up"),
    path("<uuid:ref>/waive/", preemption.waive, name="waive"),
    path("<uuid:ref>/call-off/", preemption.call_off, name="call_off"),
]
