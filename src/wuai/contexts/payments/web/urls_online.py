"""Addresses of card payments: the payer's, the platforms', and those of staff."""

from django.urls import path, re_path

from wuai.contexts.payments.web.online import online, online_hooks, online_staff

app_name = "cards"
urlpatterns = [
    re_path(r"^p/(?P<token>[A-Za-z0-9_-]{1,128})/card/$", online.start, name="start"),
    path("card/<uuid:ref>/", online.show, name="attempt"),
    path("card/<uuid:ref>/go/", online.go, name="go"),
    path("card/<uuid:ref>/again/", online.again, name="again"),
    path("card/<uuid:ref>/state", online.state, name="state"),
    path("card/<uuid:ref>/return/", online.back, name="return"),
    path("hooks/card/<slug:platform>/", online_hooks.platform_calls, name="hook"),
    path("staff/payments/online/", online_staff.listed, name="staff"),
    path("staff/payments/online/contracts/", online_staff.contracts, name="contracts"),
    path("staff/payments/online/contracts/<uuid:ref>/end/", online_staff.end, name="end"),
    path("staff/payments/online/releases/<uuid:ref>/decide/", online_staff.decide, name="decide"),
    path("staff/payments/online/<uuid:ref>/", online_staff.show, name="staff_attempt"),
    path("staff/payments/online/<uuid:ref>/ask/", online_staff.ask, name="ask"),
]
