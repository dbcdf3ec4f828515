"""Addresses of the feedback, under /agency/feedback/."""

from django.urls import path

from wuai.contexts.referrals.web import feedback

app_name = "feedback"
urlpatterns = [
    path("", feedback.listed, name="list"),
    path("<slug:branch>/<int:year>-<int:month>-<int:day>/", feedback.fetch, name="fetch"),
]
