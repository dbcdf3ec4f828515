"""Addresses of petitions at the desks, under /staff/petitions/."""

from django.urls import path

from wuai.contexts.petitions.web import config, doing, incoming, staff, voices

app_name = "petitions"
urlpatterns = [
    path("", staff.listed, name="list"),
    path("new/", doing.new, name="new"),
    path("figures/", staff.numbers, name="figures"),
    path("box/", config.letter_box, name="letter_box"),
    path("mailboxes/", config.boxes, name="boxes"),
    path("mailboxes/new/", config.box_edit, name="box_new"),
    path("mailboxes/<slug:code>/", config.box_edit, name="box"),
    path("survey/", voices.paper_survey, name="paper_survey"),
    path("groups/", voices.groups, name="groups"),
    path("groups/<uuid:ref>/", voices.group, name="group"),
    path("board/", voices.board, name="board"),
    path("board/<uuid:ref>/", voices.moderate, name="moderate"),
    path("letters/", incoming.listed, name="letters"),
    path("letters/<uuid:ref>/", incoming.show, name="incoming"),
    path("letters/<uuid:ref>/letter.eml", incoming.raw, name="incoming_raw"),
    path("<uuid:ref>/", staff.show, name="show"),
    path("<uuid:ref>/letter.pdf", staff.letter, name="letter"),
    path("<uuid:ref>/statement.pdf", staff.statement, name="statement"),
    path("<uuid:ref>/files/<uuid:upload>/", staff.file, name="file"),
    path("<uuid:ref>/<slug:code>/", doing.step, name="step"),
]
