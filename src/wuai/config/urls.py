"""Every address of the system, by portal."""

from django.urls import URLPattern, URLResolver, include, path

from wuai.portals import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("wuai.platform.ui.urls")),
    path("", include("wuai.contexts.identity.web.urls")),
    path("staff/cases/", include("wuai.contexts.cases.web.urls")),
    path("staff/parties/", include("wuai.contexts.parties.web.urls")),
    path("", include("wuai.contexts.payments.web.urls_online")),
    path("staff/payments/till/", include("wuai.contexts.payments.web.urls_till")),
    path("staff/payments/", include("wuai.contexts.payments.web.urls")),
    path("", include("wuai.contexts.payments.web.urls_out")),
    path("ways-to-pay/", include("wuai.contexts.payments.web.urls_public")),
    path("", include("wuai.contexts.payments.web.urls_desks")),
    path("staff/objections/", include("wuai.contexts.objections.web.urls")),
    path("staff/petitions/", include("wuai.contexts.petitions.web.urls")),
    path("mail/", include("wuai.contexts.petitions.web.urls_public")),
    path("staff/instalments/", include("wuai.contexts.instalments.web.urls")),
    path("", include("wuai.contexts.instalments.web.urls_outside")),
    path("", include("wuai.contexts.applications.web.urls")),
    path("staff/appointments/", include("wuai.contexts.appointments.web.urls_staff")),
    path("", include("wuai.contexts.appointments.web.urls")),
    path("staff/notices/", include("wuai.contexts.notices.web.urls")),
    path("staff/reference/closures/", include("wuai.contexts.deadlines.web.urls")),
    path("staff/deadlines/", include("wuai.contexts.deadlines.web.urls_running")),
    path("", include("wuai.contexts.deadlines.web.urls_public")),
    path("staff/reference/", include("wuai.contexts.organisation.web.urls")),
    path("staff/mails/", include("wuai.contexts.messages.web.urls")),
    path("", include("wuai.contexts.messages.web.urls_desks")),
    path("staff/care/", include("wuai.contexts.care.web.urls")),
    path("staff/intake/", include("wuai.contexts.referrals.web.urls_staff")),
    path("agency/referrals/", include("wuai.contexts.referrals.web.urls_agency")),
    path("agency/feedback/", include("wuai.contexts.referrals.web.urls_feedback")),
    path("staff/audit/", include("wuai.contexts.audit.web.urls")),
    path("staff/", include("wuai.portals.staff.urls")),
    path("agency/", include("wuai.portals.agency.urls")),
    path("", include("wuai.portals.public.urls")),
    path("api/v1/", include("wuai.portals.api.urls")),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
]
