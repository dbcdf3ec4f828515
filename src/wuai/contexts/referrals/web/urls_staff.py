"""Addresses of referral files, under /staff/intake/."""

from django.urls import path

from wuai.contexts.referrals.web import branch, certificates, paper, papers, staff, supplies

app_name = "intake"
urlpatterns = [
    path("", staff.listed, name="list"),
    path("paper/", paper.key_in, name="paper"),
    path("move/", branch.move, name="move"),
    path("expiring/", branch.expiring, name="expiring"),
    path("attachments/<uuid:ref>/", papers.for_staff, name="attachment"),
    path("certificates/", certificates.staff_kept, name="certificates"),
    path("certificates/required/", certificates.staff_require, name="signing_required"),
    path("certificates/<uuid:ref>/end/", certificates.staff_end, name="certificate_end"),
    path("supplies/", supplies.staff_listed, name="supplies"),
    path("supplies/<uuid:ref>/", supplies.staff_show, name="supply"),
    path("supplies/<uuid:ref>/paper/", supplies.staff_paper, name="supply_paper"),
    path("cases/<uuid:ref>/supply/", supplies.staff_ask_case, name="supply_case"),
    path("<uuid:ref>/supply/", supplies.staff_ask_batch, name="supply_batch"),
    path("<uuid:ref>/", staff.show, name="batch"),
    path("<uuid:ref>/submit/", staff.submit, name="submit"),
    path("<uuid:ref>/again/", staff.again, name="again"),
    path("<uuid:ref>/correct/", staff.correct, name="correct"),
    path("<uuid:ref>/duplicates/", staff.duplicated, name="duplicates"),
    path("<uuid:ref>/attachments/", staff.add_files, name="attachments"),
    path("<uuid:ref>/results.csv", staff.results, name="results"),
    path("<uuid:ref>/receipt.json", staff.receipt, name="receipt"),
]
