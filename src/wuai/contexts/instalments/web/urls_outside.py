"""Addresses of instalments for agencies, under /agency/, and for everybody."""

from django.urls import path

from wuai.contexts.instalments.web import agency, public

app_name = "plans"
urlpatterns = [
    path("instalments/", public.guide, name="guide"),
    path("instalments/form.pdf", public.form, name="form"),
    path("instalments/simulate", public.try_out, name="simulate"),
    path("agency/instalments/", agency.listed, name="agency"),
    path("agency/instalments/<uuid:ref>/", agency.show, name="agency_plan"),
]
