"""Addresses of rights of pre-emption for staff, under /staff/preemption/."""

from django.urls import path

from wuai.contexts.auctions.web import letters, preemption

app_name = "preemption"
urlpatterns = [
    path("", preemption.listed, name="list"),
    path("new/", preemption.new, name="new"),
    path("letters/", letters.listed, name="letters"),
    path("letters/new/", letters.new, name="letter_new"),
    path("letters/<uuid:ref>/", letters.show, name="letter"),
    path("letters/<uuid:ref>/letter.pdf", letters.paper, name="letter_paper"),
    path("letters/<uuid:ref>/serve/", letters.serve, name="letter_serve"),
    path("letters/<uuid:ref>/accept/", letters.accept, name="letter_accept"),
    path("letters/<uuid:ref>/void/", letters.void, name="letter_void"),
    path("<uuid:ref>/", preemption.show, name="show"),
    path("<uuid:ref>/look-up/", preemption.look_up, name="look_up"),
    path("<uuid:ref>/waive/", preemption.waive, name="waive"),
    path("<uuid:ref>/call-off/", preemption.call_off, name="call_off"),
]
