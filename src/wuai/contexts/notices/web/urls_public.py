"""The list of publications, for everybody."""

from django.urls import path

from wuai.contexts.notices.web import public

app_name = "publications"
urlpatterns = [
    path("publications/", public.listed, name="list"),
    path("publications/<uuid:ref>/", public.show, name="show"),
]
