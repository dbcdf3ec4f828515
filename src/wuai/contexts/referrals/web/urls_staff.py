"""Addresses of referral files, under /staff/intake/."""

from django.urls import path

from wuai.contexts.referrals.web import branch, paper, papers, staff

app_name = "intake"
urlpatterns = [
    path("", staff.listed, name="list"),
    path("paper/", paper.key_in, name="paper"),
    path("move/", branch.move, name="move"),
    path("expiring/", branch.expiring, name="expiring"),
    path("attachments/<uuid:ref>/", papers.for_staff, name="attachment"),
    path("<uuid:ref>/", staff.show, name="batch"),
    path("<uuid:ref>/submit/", staff.submit, name="submit"),
    path("<uuid:ref>/again/", staff.again, name="again"),
    path("<uuid:ref>/correct/", staff.correct, name="correct"),
    path("<uuid:ref>/attachments/", staff.add_files, name="attachments"),
    path("<uuid:ref>/results.csv", staff.results, name="results"),
    path("<uuid:ref>/receipt.json", staff.receipt, name="receipt"),
]
