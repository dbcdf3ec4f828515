"""Addresses of the mailboxes, under /mail/."""

from django.urls import path

from wuai.contexts.petitions.web import public

app_name = "mail"
urlpatterns = [
    path("", public.listed, name="list"),
    path("survey/", public.survey, name="survey"),
    path("board/", public.board, name="board"),
    path("answers/", public.answers, name="answers"),
    path("<slug:code>/", public.write, name="write"),
]
