"""Addresses of certificates of transfer, for staff and for the public check."""

from django.urls import path, re_path

from wuai.contexts.auctions.web import transfers
from wuai.contexts.auctions.web import transfers_doing as doing

app_name = "transfers"
urlpatterns = [
    path("staff/transfers/", transfers.listed, name="list"),
    path("staff/transfers/new/", transfers.new, name="new"),
    path("staff/transfers/filed/<uuid:ref>/", transfers.filed, name="filed"),
    path("staff/transfers/<uuid:ref>/", transfers.show, name="show"),
    path("staff/transfers/<uuid:ref>/certificate.pdf", transfers.paper, name="paper"),
    path("staff/transfers/<uuid:ref>/check/", doing.check, name="check"),
    path("staff/transfers/<uuid:ref>/correct/", doing.correct, name="correct"),
    path("staff/transfers/<uuid:ref>/propose/", doing.propose, name="propose"),
    path("staff/transfers/<uuid:ref>/issue/", doing.issue, name="issue"),
    path("staff/transfers/<uuid:ref>/send-back/", doing.send_back, name="send_back"),
    path("staff/transfers/<uuid:ref>/call-off/", doing.call_off, name="call_off"),
    path("staff/transfers/<uuid:ref>/again/", doing.again, name="again"),
    path("staff/transfers/<uuid:ref>/post/", doing.post, name="post"),
    path("staff/transfers/<uuid:ref>/hand-over/", doing.hand_over, name="hand_over"),
    path("staff/transfers/<uuid:ref>/reissue/", doing.reissue, name="reissue"),
    re_path(r"^transfers/verify/(?P<token>[^/]{1,64})/?$", transfers.verify, name="verify"),
]
