"""Addresses of receipts and files for staff, under /staff/payments/."""

from django.urls import path

from wuai.contexts.payments.web.day import day_close
from wuai.contexts.payments.web.desk import counter_receipts
from wuai.contexts.payments.web.receiving import channels, payments
from wuai.contexts.payments.web.undoing import take_off

app_name = "payments"
urlpatterns = [
    path("", payments.listed, name="list"),
    path("channels/", channels.listed, name="channels"),
    path("channels/collection/", channels.collection, name="channel_collection"),
    path("channels/<slug:code>/", channels.sign, name="channel_sign"),
    path("channels/<slug:code>/end/", channels.end, name="channel_end"),
    path("import/", payments.upload, name="import"),
    path("day/", day_close.day, name="day"),
    path("day/close/", day_close.close, name="day_close"),
    path("day/own/", day_close.own, name="day_own"),
    path("day/match/", day_close.match_again, name="day_match"),
    path("day/hand/", day_close.match_by_hand, name="day_hand"),
    path("day/matches/<uuid:ref>/undo/", day_close.unmatch, name="day_unmatch"),
    path("day/reopen/", day_close.reopen, name="day_reopen"),
    path("day/reopenings/<uuid:ref>/decide/", day_close.decide, name="day_decide"),
    path("day/statement/", day_close.statement, name="day_statement"),
    path("files/<uuid:ref>/", payments.file, name="file"),
    path("files/<uuid:ref>/results.csv", payments.results, name="results"),
    path("voidings/<uuid:ref>/decide/", payments.decide_void, name="decide_void"),
    path("takeoffs/<uuid:ref>/decide/", take_off.decide, name="decide_take_off"),
    path("<uuid:ref>/", payments.show, name="receipt"),
    path("<uuid:ref>/print/", counter_receipts.paper, name="paper"),
    path("<uuid:ref>/takeoff/", take_off.ask, name="take_off"),
    path("<uuid:ref>/void/", payments.ask_void, name="void"),
]
