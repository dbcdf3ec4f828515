"""Forms for agencies: templates and descriptions, for everybody and at the desk."""

from django.urls import path

from wuai.contexts.referrals.actions.attach import MANIFEST
from wuai.contexts.referrals.web import guide

app_name = "referral_forms"
urlpatterns = [
    path("referral-forms/", guide.page, name="page"),
    path("referral-forms/template.<slug:form>", guide.template, name="template"),
    path(f"referral-forms/{MANIFEST}", guide.manifest, name="manifest"),
    path("referral-forms/fields.pdf", guide.paper, name="paper"),
    path("agency/referral-forms/", guide.desk_page, name="desk"),
]
