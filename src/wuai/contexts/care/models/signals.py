"""Signals of need, and pauses of hard measures."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.contexts.care.rules.signals import KINDS, SOURCES
from wuai.platform.triggers import row_images

PROTECT = models.PROTECT


class Signal(models.Model):
    """A sign that a person may need help; one open row per person and kind."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey("parties.Party", PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    source = models.CharField(max_length=6)
    note = models.CharField(max_length=1000, blank=True)
    noted_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=80)
    noted_name = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    ended_why = models.CharField(max_length=500, blank=True)

    # That somebody is ill or poor is personal in itself.
    personal: ClassVar[set[str]] = {"kind", "note", "noted_name", "ended_why"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "party", "case", "source", "noted_on", "noted_at", "noted_by",
        "ended_at", "ended_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party", "kind"], condition=models.Q(ended_at__isnull=True),
                name="signal_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=list(KINDS)), name="signal_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=list(SOURCES)), name="signal_source_known"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by="")
                | models.Q(ended_at__isnull=False, ended_by__gt=""),
                name="signal_ended_whole",
            ),
        ]  # fmt: skip
        triggers: ClassVar = row_images()


class Pause(models.Model):
    """No hard measures in one case until a day, by decision; at most one open pause per case."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", PROTECT, related_name="+", db_index=False)
    since = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=1000)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80)
    decided_name = models.CharField(max_length=120)
    ended_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    ended_why = models.CharField(max_length=500, blank=True)

    personal: ClassVar[set[str]] = {"reason", "decided_name", "ended_why"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "case", "since", "until", "decided_at", "decided_by", "ended_on",
        "ended_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="pause_until_after_since"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True, ended_by="")
                | models.Q(ended_on__isnull=False, ended_by__gt=""),
                name="pause_ended_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "until"], name="pause_of_case"),
            models.Index(fields=["branch", "until", "id"], name="pause_of_branch"),
        ]  # fmt: skip
        triggers: ClassVar = row_images()
