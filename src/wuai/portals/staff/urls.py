"""Addresses of the staff work space that belong to no single context."""

from django.urls import path

from wuai.portals.staff import (
    attorneys,
    cases,
    enquiries,
    enquiry_figures,
    figures,
    parties,
    search,
    task_figures,
    tasks,
    today,
)

app_name = "staff"
urlpatterns = [
    path("", today.today, name="today"),
    path("tasks/", tasks.listed, name="tasks"),
    path("tasks/hand-over/", tasks.hand_over, name="task-hand-over"),
    path("tasks/figures/", task_figures.figures, name="task-figures"),
    path("tasks/figures.<slug:form>", task_figures.export, name="task-figures-export"),
    path("figures/", figures.figures, name="figures"),
    path("figures/<slug:what>.<slug:kind>", figures.export, name="figures-export"),
    path("attorneys/", attorneys.listed, name="attorneys"),
    path("attorneys/new/", attorneys.create, name="attorney-new"),
    path("attorneys/<uuid:ref>/end/", attorneys.end, name="attorney-end"),
    path("enquiries/", enquiries.desk, name="enquiries"),
    path("enquiries/figures/", enquiry_figures.show, name="enquiry-figures"),
    path("enquiries/figures.csv", enquiry_figures.export, name="enquiry-figures-export"),
    path("enquiries/new/<uuid:ref>/", enquiries.ask, name="enquiry-new"),
    path("enquiries/<uuid:ref>/", enquiries.answer, name="enquiry"),
    path("search", search.search, name="search"),
    path("cases/<uuid:ref>/", cases.show, name="case"),
    path("cases/<uuid:ref>/print/", cases.sheet, name="case-print"),
    path("parties/<uuid:ref>/", parties.show, name="party"),
    path("parties/<uuid:ref>/print/", parties.sheet, name="party-print"),
]
