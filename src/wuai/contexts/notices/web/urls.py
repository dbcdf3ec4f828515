"""Addresses of notices for staff, under /staff/notices/."""

from django.urls import path

from wuai.contexts.notices.web import batches, publications, serving, texts

app_name = "notices"
urlpatterns = [
    path("", batches.listed, name="list"),
    path("issue/", batches.issue, name="issue"),
    path("batches/<uuid:ref>/", batches.show, name="batch"),
    path("files/<int:number>/", batches.download, name="file"),
    path("tasks/", batches.tasks, name="tasks"),
    path("tasks/<uuid:ref>/", batches.settle, name="settle"),
    path("service/", serving.look_up, name="service"),
    path("texts/", texts.listed, name="texts"),
    path("texts/<slug:block>/", texts.block, name="text"),
    path("texts/versions/<int:number>/decide/", texts.decide, name="decide"),
    path("texts/versions/<int:number>/preview.pdf", texts.preview, name="preview"),
    path("evidence/<uuid:ref>/", serving.evidence, name="evidence"),
    path("publications/", publications.listed, name="publications"),
    path("publications/<uuid:ref>/", publications.show, name="publication"),
    path(
        "publications/<uuid:ref>/notice.pdf", publications.paper, {"name": "notice"}, name="board"
    ),
    path(
        "publications/<uuid:ref>/certificate.pdf",
        publications.paper,
        {"name": "certificate"},
        name="certificate",
    ),
    path("publications/<uuid:ref>/evidence/", publications.evidence, name="publication_evidence"),
    path("<uuid:ref>/", serving.show, name="notice"),
    path("<uuid:ref>/notice.pdf", serving.pdf, name="pdf"),
    path("<uuid:ref>/service/", serving.record, name="record"),
    path("<uuid:ref>/publish/", publications.prepare, name="publish"),
]
