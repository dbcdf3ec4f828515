"""Addresses that need no login."""

from django.urls import path, re_path

from wuai.portals.public import (
    access_log,
    home,
    lookup,
    my,
    my_case,
    my_messages,
    my_papers,
    my_pay,
    pay,
)

app_name = "public"
urlpatterns = [
    path("", home.front, name="home"),
    path("lookup/", lookup.ask, name="lookup"),
    path("lookup/case/", lookup.show, name="lookup-case"),
    path("my/", my.show, name="my"),
    path("my/cases/<uuid:ref>/", my_case.show, name="my-case"),
    path("my/pay/", my_pay.choose, name="my-pay"),
    path("my/pay/slips/", my_pay.slips, name="my-slips"),
    path("my/notices/<uuid:ref>/notice.pdf", my_papers.letter, name="my-letter"),
    path("my/receipts/<uuid:ref>/", my_papers.receipt, name="my-receipt"),
    path("my/applications/<uuid:ref>/", my_papers.application, name="my-application"),
    path(
        "my/applications/<uuid:ref>/documents/<uuid:document>/",
        my_papers.document,
        name="my-document",
    ),
    path("my/messages/", my_messages.listed, name="my-messages"),
    path("my/messages/<uuid:ref>/", my_messages.show, name="my-message"),
    path("my/messages/<uuid:ref>/open/", my_messages.open_one, name="my-message-open"),
    path("my/access/", access_log.show, name="access"),
    re_path(r"^p/(?P<token>[A-Za-z0-9_-]{1,128})/?$", pay.show, name="pay"),
]
