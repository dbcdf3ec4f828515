"""Addresses of objections for staff, under /staff/objections/."""

from django.urls import path

from wuai.contexts.objections.web import doing, staff

app_name = "objections"
urlpatterns = [
    path("", staff.listed, name="list"),
    path("oral/", staff.oral, name="oral"),
    path("filed/<uuid:ref>/", staff.filed, name="filed"),
    path("<uuid:ref>/", staff.show, name="show"),
    path("<uuid:ref>/propose/", doing.propose, name="propose"),
    path("<uuid:ref>/approve/", doing.approve, name="approve"),
    path("<uuid:ref>/send-back/", doing.send_back, name="send-back"),
    path("<uuid:ref>/forward/", doing.forward, name="forward"),
    path("<uuid:ref>/arrive/", doing.arrive, name="arrive"),
    path("<uuid:ref>/decide/", doing.decide, name="decide"),
    path("<uuid:ref>/done/", doing.done, name="done"),
    path("<uuid:ref>/stay/", doing.stay, name="stay"),
    path("<uuid:ref>/lift/", doing.lift, name="lift"),
    path("<uuid:ref>/withdraw/", doing.withdraw, name="withdraw"),
    path("<uuid:ref>/again/", doing.again, name="again"),
    path("<uuid:ref>/papers/", doing.paper, name="papers"),
    path("<uuid:ref>/papers/<uuid:paper_ref>/", doing.stored, name="paper"),
    path("<uuid:ref>/record.pdf", doing.record, name="record"),
    path("<uuid:ref>/file.pdf", doing.file, name="file"),
]
