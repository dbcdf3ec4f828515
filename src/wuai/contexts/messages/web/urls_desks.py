"""Addresses of messages outside the outbox: desks of staff, the public, providers."""

from django.urls import path

from wuai.contexts.messages.web import calls, contacts, hooks, public

app_name = "messages"
urlpatterns = [
    path("staff/calls/", calls.listed, name="calls"),
    path("staff/calls/<uuid:ref>/", calls.one, name="call"),
    path("staff/contacts/<uuid:ref>/", contacts.show, name="contact"),
    path("staff/contacts/<uuid:ref>/consent/", contacts.consent, name="consent"),
    path("staff/contacts/<uuid:ref>/confirm/", contacts.confirm, name="ask_to_confirm"),
    path("messages/confirm/<int:contact>/<slug:mark>/", public.confirm, name="confirm"),
    path("staff/contacts/<uuid:ref>/end/", contacts.end, name="end"),
    path("staff/contacts/<uuid:ref>/language/", contacts.prefer, name="prefer"),
    path("staff/contacts/<uuid:ref>/line/", contacts.line, name="line"),
    path("messages/stop/<uuid:ref>/<slug:mark>/", public.stop, name="stop"),
    path("hooks/messages/sms/<slug:secret>/", hooks.sms_report, name="sms"),
    path("hooks/messages/line/", hooks.line_call, name="line_call"),
]
