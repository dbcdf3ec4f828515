"""Addresses of appointments for staff, under /staff/appointments/."""

from django.urls import path

from wuai.contexts.appointments.web import doing, services, staff

app_name = "desk"
urlpatterns = [
    path("", staff.listed, name="list"),
    path("new/", staff.new, name="new"),
    path("statistics/", staff.statistics, name="statistics"),
    path("services/", services.listed, name="services"),
    path("services/<slug:code>/", services.show, name="service"),
    path("services/<slug:code>/<int:pattern_id>/end/", services.end, name="end_pattern"),
    path("services/<slug:code>/duty/", services.put_on_duty, name="put_on_duty"),
    path("services/<slug:code>/close/", services.close_slot, name="close_slot"),
    path("duty/<int:duty_id>/off/", services.take_off_duty, name="take_off_duty"),
    path("slots/<uuid:slot_ref>/open/", services.open_slot, name="open_slot"),
    path("<uuid:ref>/", staff.show, name="appointment"),
    path("<uuid:ref>/check-in/", doing.check_in, name="check_in"),
    path("<uuid:ref>/finish/", doing.finish, name="finish"),
    path("<uuid:ref>/miss/", doing.miss, name="miss"),
    path("<uuid:ref>/ready/", doing.ready, name="ready"),
    path("<uuid:ref>/called/", doing.called, name="called"),
    path("<uuid:ref>/assign/", doing.assign, name="assign"),
    path("<uuid:ref>/move/", doing.move, name="move"),
    path("<uuid:ref>/cancel/", doing.cancel, name="cancel"),
    path("<uuid:ref>/code/", doing.new_code, name="new_code"),
    path("<uuid:ref>/notice.pdf", doing.paper, name="notice"),
]
