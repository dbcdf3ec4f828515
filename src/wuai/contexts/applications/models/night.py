"""The register of what comes outside office hours, and the hand-over of each morning (R23)."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wuai.contexts.applications.rules.night import WAYS
from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT


class NightHandover(models.Model):
    """One emptying of the night mailbox: who gave, who took, when; also where nothing was in it."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    key = models.UUIDField(unique=True)
    number = models.CharField(max_length=30)
    on = models.DateField()
    at = models.DateTimeField()
    items = models.IntegerField()
    late = models.IntegerField()
    given_name = models.CharField(max_length=120)
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)
    note = models.CharField(max_length=500, blank=True)

    personal: ClassVar[set[str]] = {"given_name", "by_name", "note"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "key", "number", "on", "at", "items", "late", "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "number"], name="night_handover_once"),
            models.CheckConstraint(
                condition=Q(late__gte=0, late__lte=F("items")), name="night_handover_adds_up"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["branch", "-id"], name="night_handover_newest")]
        triggers: ClassVar = append_only()


class NightItem(models.Model):
    """One thing that came at night or on a holiday, as the person on duty wrote it down.

    ``received_at`` is the real moment and decides every time limit; ``due_at`` the moment by which
    it is handed over. What becomes of it: a registered request, or the ordinary mail (``passed_on``).
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    key = models.UUIDField(unique=True)
    number = models.CharField(max_length=30)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    way = models.CharField(max_length=6)
    sender = models.CharField(max_length=100, blank=True)
    what = models.CharField(max_length=200)
    pieces = models.SmallIntegerField(default=1)
    noted_at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)
    handover = models.ForeignKey(NightHandover, PROTECT, null=True, related_name="held")
    application = models.OneToOneField(
        "applications.Application", PROTECT, null=True, related_name="+"
    )
    passed_on = models.CharField(max_length=200, blank=True)

    personal: ClassVar[set[str]] = {"sender", "what", "by_name", "passed_on"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "key", "number", "received_at", "due_at", "way", "pieces",
        "noted_at", "by_ref", "handover", "application",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "number"], name="night_item_once"),
            models.CheckConstraint(condition=Q(way__in=list(WAYS)), name="night_way_known"),
            models.CheckConstraint(condition=Q(pieces__gte=1), name="night_item_has_pieces"),
            models.CheckConstraint(
                condition=Q(received_at__lte=F("noted_at")), name="night_item_received_first"
            ),
            models.CheckConstraint(
                condition=Q(application__isnull=True) | Q(passed_on=""), name="night_item_one_way"
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(
                fields=["branch", "id"],
                condition=Q(handover__isnull=True),
                name="night_item_waiting",
            ),
            models.Index(fields=["handover", "id"], name="night_item_of_handover"),
        ]
        triggers: ClassVar = row_images()
