"""Addresses of referral files, under /agency/referrals/."""

from django.urls import path

from wuai.contexts.referrals.web import agency, certificates, own_cases, papers, supplies

app_name = "agency_referrals"
urlpatterns = [
    path("", agency.listed, name="list"),
    path("cases/<uuid:ref>/withdraw/", own_cases.withdraw, name="withdraw"),
    path("cases/<uuid:ref>/amend/", own_cases.amend, name="amend"),
    path("cases/<uuid:ref>/return/paper/", own_cases.return_paper, name="return_paper"),
    path("attachments/<uuid:ref>/", papers.for_agency, name="attachment"),
    path("certificates/", certificates.agency_kept, name="certificates"),
    path("certificates/required/", certificates.agency_require, name="signing_required"),
    path("certificates/<uuid:ref>/end/", certificates.agency_end, name="certificate_end"),
    path("supplies/", supplies.agency_listed, name="supplies"),
    path("supplies/<uuid:ref>/", supplies.agency_show, name="supply"),
    path("supplies/<uuid:ref>/paper/", supplies.agency_paper, name="supply_paper"),
    path("<uuid:ref>/", agency.show, name="batch"),
    path("<uuid:ref>/submit/", agency.submit, name="submit"),
    path("<uuid:ref>/again/", agency.again, name="again"),
    path("<uuid:ref>/correct/", agency.correct, name="correct"),
    path("<uuid:ref>/duplicates/", agency.duplicated, name="duplicates"),
    path("<uuid:ref>/attachments/", agency.add_files, name="attachments"),
    path("<uuid:ref>/results.csv", agency.results, name="results"),
    path("<uuid:ref>/receipt.json", agency.receipt, name="receipt"),
]
