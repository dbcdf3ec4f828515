"""Addresses of care for staff, under /staff/care/."""

from django.urls import path

from wuai.contexts.care.web import destinations, doing, staff

app_name = "care"
urlpatterns = [
    path("", staff.listed, name="list"),
    path("destinations/", destinations.listed, name="destinations"),
    path("destinations/<slug:code>/", destinations.edit, name="destination"),
    path("figures/", staff.figures, name="figures"),
    path("case/<uuid:ref>/", staff.person, name="person"),
    path("case/<uuid:ref>/signals/", doing.signal, name="signal"),
    path("case/<uuid:ref>/signals/<uuid:signal_ref>/end/", doing.signal_ended, name="signal_end"),
    path("case/<uuid:ref>/pause/", doing.paused, name="pause"),
    path("case/<uuid:ref>/resume/", doing.resumed, name="resume"),
    path("case/<uuid:ref>/refer/", doing.new, name="refer"),
    path("<uuid:ref>/", staff.show, name="referral"),
    path("<uuid:ref>/step/", doing.step, name="step"),
    path("<uuid:ref>/slip.pdf", staff.slip, name="slip"),
]
