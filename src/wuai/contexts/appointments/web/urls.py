"""Addresses of appointments: for everybody under /appointments/, for staff under /staff/appointments/."""

from django.urls import path

from wuai.contexts.appointments.web import mine, public

app_name = "appointments"
urlpatterns = [
    path("appointments/", public.services, name="services"),
    path("appointments/mine/", mine.find, name="find"),
    path("appointments/hold/<uuid:ref>/who/", public.who, name="who"),
    path("appointments/hold/<uuid:ref>/about/", public.about, name="about"),
    path("appointments/hold/<uuid:ref>/check/", public.check, name="check"),
    path("appointments/booked/<uuid:ref>/", mine.show, name="booked"),
    path("appointments/booked/<uuid:ref>/calendar.ics", mine.calendar, name="calendar"),
    path("appointments/booked/<uuid:ref>/cancel/", mine.cancel, name="cancel"),
    path("appointments/booked/<uuid:ref>/move/", mine.move_days, name="move_days"),
    path("appointments/booked/<uuid:ref>/move/<slug:on>/", mine.move, name="move"),
    path("appointments/<slug:branch>/<slug:code>/", public.days, name="days"),
    path("appointments/<slug:branch>/<slug:code>/<slug:on>/", public.times, name="times"),
]
