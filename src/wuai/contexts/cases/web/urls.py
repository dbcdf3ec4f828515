"""Addresses of cases for staff, under /staff/cases/."""

from django.urls import path

from wuai.contexts.cases.web import certificates, course, papers, staff

app_name = "cases"
urlpatterns = [
    path("", staff.listed, name="list"),
    path("expiring/", staff.expiring, name="expiring"),
    path("<uuid:ref>/return/", staff.give_back, name="return"),
    path("<uuid:ref>/return/paper/", papers.return_paper, name="return_paper"),
    path("<uuid:ref>/reassign/", staff.reassign, name="reassign"),
    path("<uuid:ref>/suspend/", course.suspend, name="suspend"),
    path("<uuid:ref>/resume/", course.resume, name="resume"),
    path("<uuid:ref>/certificate/", certificates.certificate, name="certificate"),
    path("<uuid:ref>/certify/", course.certify, name="certify"),
    path("<uuid:ref>/end/", course.end, name="end"),
]
