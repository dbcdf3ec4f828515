"""Hears that a day was declared closed, or that it is worked after all."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from wuai.contexts.appointments.actions.changing import close_out, restore
from wuai.contexts.appointments.models import Booking
from wuai.contexts.appointments.rules import life
from wuai.contexts.deadlines import events as deadlines
from wuai.contexts.organisation import api as organisation
from wuai.platform.actors import system


def _branches(county: str) -> Iterable[int]:
    return [row.id for row in organisation.branches() if county in ("", row.county)]


def closure_declared(event: deadlines.ClosureDeclared) -> None:
    """Cancel what was booked on the closed day, and tell who would have come."""
    booked = Booking.objects.filter(
        branch_id__in=_branches(event.county), slot__on=date.fromisoformat(event.on),
        state=life.BOOKED, slot__starts_at__gt=timezone.now(),
    )  # fmt: skip
    for ref in list(booked.order_by("id").values_list("ref", flat=True)):
        close_out(
            ref=ref, closure_id=event.closure_id, by=system("appointments"), at=timezone.now()
        )


def closure_withdrawn(event: deadlines.ClosureWithdrawn) -> None:
    """Give back what this closure took."""
    taken = Booking.objects.filter(closure_id=event.closure_id, state=life.CANCELLED)
    for ref in list(taken.order_by("booked_at", "id").values_list("ref", flat=True)):
        restore(ref=ref, closure_id=event.closure_id, by=system("appointments"), at=timezone.now())
