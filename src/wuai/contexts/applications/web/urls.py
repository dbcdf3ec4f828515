"""Addresses of applying and following, and of the desks that answer."""

from django.urls import path

from wuai.contexts.applications.web import (
    follow,
    night,
    paper,
    procedures,
    proving,
    public,
    replies,
    scans,
    staff,
    tus,
)

app_name = "applications"
urlpatterns = [
    path("apply/", public.catalogue, name="catalogue"),
    path("apply/resume/", public.resume, name="resume"),
    path("apply/draft/<uuid:ref>/files/", public.files, name="files"),
    path("apply/draft/<uuid:ref>/files/<uuid:upload>/remove/", public.remove, name="remove"),
    path("apply/draft/<uuid:ref>/uploads/", tus.create, name="uploads"),
    path("apply/draft/<uuid:ref>/uploads/<uuid:upload>/", tus.pieces, name="pieces"),
    path("apply/draft/<uuid:ref>/check/", public.check, name="check"),
    path("apply/draft/<uuid:ref>/<str:code>/", public.section, name="section"),
    path("apply/sent/<uuid:ref>/", public.sent, name="sent"),
    path("apply/<str:kind>/", public.about, name="about"),
    path("apply/<str:kind>/procedure/", procedures.procedure, name="procedure"),
    path("apply/<str:kind>/paper/<str:name>", procedures.paper_file, name="paper_file"),
    path("apply/<str:kind>/prove/", proving.prove, name="prove"),
    path("apply/<str:kind>/start/", public.start, name="start"),
    path("follow/", follow.follow, name="follow"),
    path("follow/document/", follow.document, name="followed_document"),
    path("staff/applications/", staff.listed, name="listed"),
    path("staff/applications/paper/", paper.paper, name="paper"),
    path("staff/applications/<uuid:ref>/", staff.show, name="show"),
    path("staff/applications/<uuid:ref>/scans/", scans.add, name="scans"),
    path("staff/applications/<uuid:ref>/letter.pdf", staff.letter, name="letter"),
    path("staff/applications/<uuid:ref>/order.pdf", staff.order, name="order"),
    path("staff/applications/<uuid:ref>/statement.pdf", scans.record, name="statement"),
    path("staff/reply-texts/", replies.listed, name="replies"),
    path("staff/reply-texts/new/", replies.new, name="reply_new"),
    path("staff/reply-texts/<uuid:ref>/", replies.show, name="reply"),
    path("staff/reply-texts/<uuid:ref>/retire/", replies.retire, name="reply_retire"),
    path("staff/night/", night.register, name="night"),
    path("staff/night/handover/", night.hand_over, name="night_hand_over"),
    path("staff/night/<uuid:ref>/", night.show, name="night_handover"),
    path("staff/night/<uuid:ref>/list.pdf", night.paper, name="night_paper"),
    path("staff/night/items/<uuid:ref>/pass-on/", night.pass_on, name="night_pass_on"),
    path("staff/applications/<uuid:ref>/results/<uuid:result>/", staff.document, name="document"),
    path("staff/applications/<uuid:ref>/files/<uuid:upload>/", staff.file, name="file"),
]
