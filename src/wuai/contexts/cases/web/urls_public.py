"""The public check of enforcement certificates, under /certificates/."""

from django.urls import re_path

from wuai.contexts.cases.web import certificates

app_name = "certificates"
urlpatterns = [
    re_path(r"^certificates/verify/(?P<token>[^/]{1,64})/?$", certificates.verify, name="verify")
]
