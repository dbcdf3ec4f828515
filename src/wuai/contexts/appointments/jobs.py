"""Keeps the hours: reminders in the morning, holds that nobody finished."""

from datetime import timedelta

from django.utils import timezone

from wuai.contexts.appointments.actions.booking import give_back
from wuai.contexts.appointments.actions.serving import remind
from wuai.contexts.appointments.models import Booking, Service
from wuai.contexts.appointments.rules.life import BOOKED, HELD
from wuai.platform.actors import system
from wuai.platform.jobs import procrastinate_app


# 08:00 in Taipei; the worker counts in UTC.
@procrastinate_app.periodic(cron="0 0 * * *")
@procrastinate_app.task(name="appointments.morning", queueing_lock="appointments.morning")
def morning(timestamp: int) -> None:
    """Remind who comes soon; safe to run twice."""
    on, at = timezone.localdate(), timezone.now()
    for days in sorted(set(Service.objects.values_list("remind_days", flat=True))):
        waiting = Booking.objects.filter(
            state=BOOKED, reminded_at__isnull=True, email__gt="", slot__starts_at__gt=at,
            slot__on__lte=on + timedelta(days=days), service__remind_days=days,
        )  # fmt: skip
        for ref in list(waiting.order_by("id").values_list("ref", flat=True)):
            remind(ref=ref, by=system("appointments"), at=at)


@procrastinate_app.periodic(cron="*/10 * * * *")
@procrastinate_app.task(name="appointments.holds", queueing_lock="appointments.holds")
def holds(timestamp: int) -> None:
    """Free what was held and not booked; what was filled in is forgotten."""
    at = timezone.now()
    lapsed = Booking.objects.filter(state=HELD, held_until__lte=at)
    for ref in list(lapsed.order_by("id").values_list("ref", flat=True)):
        give_back(ref=ref, by=system("appointments"), at=at)
