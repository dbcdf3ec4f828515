"""How appointments go: by service, over some days."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q

from wuai.contexts.appointments.models import Booking
from wuai.contexts.appointments.rules import life
from wuai.kernel.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Figure:
    """One service: how many were booked, came, did not come, were cancelled, and how long it took."""

    service: Bilingual
    booked: int
    served: int
    missed: int
    own_cancelled: int
    office_cancelled: int
    closure_cancelled: int
    online: int
    walk_in: int
    minutes: int | None

    @property
    def missed_share(self) -> int:
        """Of those who came or did not come, how many of a hundred did not."""
        whole = self.served + self.missed
        return round(100 * self.missed / whole) if whole else 0


def figures(branch_id: int, since: date, until: date) -> list[Figure]:
    """The figures of a branch by the day of the appointment, in the order of its services."""
    took = ExpressionWrapper(F("ended_at") - F("arrived_at"), output_field=DurationField())
    found = (
        Booking.objects.filter(branch_id=branch_id, slot__on__range=(since, until))
        .exclude(state__in=[life.HELD, life.EXPIRED])
        .values("service__place", "service__name_zh", "service__name_en")
        .annotate(
            booked=Count("id"),
            served=Count("id", filter=Q(state__in=[life.ARRIVED, life.SERVED])),
            missed=Count("id", filter=Q(state=life.NO_SHOW)),
            own=Count("id", filter=Q(ground=life.BY_PERSON)),
            office=Count("id", filter=Q(ground=life.BY_BRANCH)),
            closure=Count("id", filter=Q(ground=life.BY_CLOSURE)),
            online=Count("id", filter=Q(channel="WEB")),
            walk_in=Count("id", filter=Q(channel="WALK_IN")),
            took=Avg(took, filter=Q(state=life.SERVED)),
        )
        .order_by("service__place", "service__name_zh")
    )
    return [
        Figure(
            Bilingual(row["service__name_zh"], row["service__name_en"]), row["booked"],
            row["served"], row["missed"], row["own"], row["office"], row["closure"],
            row["online"], row["walk_in"], _minutes(row["took"]),
        )
        for row in found
    ]  # fmt: skip


def _minutes(took: timedelta | None) -> int | None:
    return None if took is None else round(took.total_seconds() / 60)
