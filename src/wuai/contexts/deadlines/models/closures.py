"""Closures declared by the authorities (typhoon days): the table above the public calendar."""

from typing import ClassVar

from django.db import models

from wuai.platform.triggers import row_images


class Closures(models.QuerySet["Closure"]):
    """Filters."""

    def in_force(self) -> "Closures":
        """Declared and not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Closure(models.Model):
    """Offices of a county (empty: everywhere) are closed on a day, or for half of it."""

    on = models.DateField()
    county = models.CharField(max_length=20, blank=True)
    half = models.CharField(max_length=2, blank=True)
    from_time = models.TimeField(null=True, blank=True)
    to_time = models.TimeField(null=True, blank=True)
    reason_zh = models.CharField(max_length=120)
    reason_en = models.CharField(max_length=120, blank=True)
    is_working_day = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)
    declared_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = Closures.as_manager()

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "on", "county", "half", "from_time", "to_time", "reason_zh", "reason_en",
        "is_working_day", "source", "declared_at", "withdrawn_at",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["on", "county", "half"], condition=models.Q(withdrawn_at__isnull=True),
                name="closure_once",
            ),
            models.CheckConstraint(
                condition=models.Q(half__in=["", "AM", "PM"]), name="closure_half_known"
            ),
        ]  # fmt: skip
        triggers: ClassVar = row_images()
