"""Addresses of instalments for staff, under /staff/instalments/."""

from django.urls import path

from wuai.contexts.instalments.web import doing, guarantors, staff

app_name = "instalments"
urlpatterns = [
    path("", staff.listed, name="list"),
    path("new/", staff.new, name="new"),
    path("<uuid:ref>/", staff.show, name="plan"),
    path("<uuid:ref>/answer/<int:agency_id>/", doing.answer, name="answer"),
    path("<uuid:ref>/chase/", doing.chase, name="chase"),
    path("<uuid:ref>/grant/", doing.decide, name="grant"),
    path("<uuid:ref>/refuse/", doing.decline, name="refuse"),
    path("<uuid:ref>/revoke/", doing.end, name="revoke"),
    path("<uuid:ref>/withdraw/", doing.withdraw, name="withdraw"),
    path("<uuid:ref>/papers/", doing.paper, name="papers"),
    path("<uuid:ref>/papers/<uuid:paper_ref>/", doing.stored, name="paper"),
    path("<uuid:ref>/sureties/", doing.surety, name="sureties"),
    path("<uuid:ref>/sureties/<uuid:surety_ref>/release/", doing.release, name="release"),
    path("<uuid:ref>/guarantors/<uuid:surety_ref>/", guarantors.show, name="guarantor"),
    path(
        "<uuid:ref>/guarantors/<uuid:surety_ref>/start/", guarantors.begin, name="guarantor_start"
    ),
    path("<uuid:ref>/guarantors/<uuid:surety_ref>/lift/", guarantors.end, name="guarantor_lift"),
    path("<uuid:ref>/statement.pdf", doing.statement, name="statement"),
]
