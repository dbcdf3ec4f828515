"""The gallery of pieces, and the link that changes the language."""

from django.urls import path

from wuai.platform.access import public
from wuai.platform.ui import gallery, language

app_name = "ui"
urlpatterns = [
    path("_language/", public(language.choose), name="language"),
    path("_gallery/", public(gallery.show), name="gallery"),
    path("_gallery/<slug:shell>/", public(gallery.show), name="gallery-shell"),
]
