"""The seals over history, read lines and row images, by source and id; cases whose reading rings an alarm."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.platform.triggers import append_only, row_images


class Seal(models.Model):
    """One link of the chain; see ``rules``. Never changed."""

    seq = models.BigIntegerField(primary_key=True)
    form = models.SmallIntegerField()
    source = models.CharField(max_length=1)
    row_id = models.BigIntegerField()
    personal_digest = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"seq", "form", "source", "row_id", "personal_digest", "hash"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "row_id"], name="line_sealed_once")
        ]
        triggers: ClassVar = append_only()


class Salt(models.Model):
    """The salt of one seal's personal digest; erased together with the text it protects."""

    seq = models.BigIntegerField(primary_key=True)
    salt = models.BinaryField(max_length=16)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"seq", "salt"}

    class Meta:
        triggers: ClassVar = append_only()


class Checkpoint(models.Model):
    """The chain's head at a moment, signed; a copy lies under ``var/checkpoints``."""

    number = models.BigIntegerField(primary_key=True)
    seq = models.BigIntegerField(unique=True)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    signature = models.CharField(max_length=128)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"number", "seq", "hash", "at", "signature"}

    class Meta:
        triggers: ClassVar = append_only()


class SealerMark(models.Model):
    """Up to which transaction everything is sealed, and on which server that was counted."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    transaction = models.BigIntegerField()
    server = models.CharField(max_length=30)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "transaction", "server"}

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_sealer_mark")
        ]


class Watch(models.Model):
    """A case that nobody should look at without need: each reading of it is told at once (canary)."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", models.PROTECT, related_name="+")
    case_number = models.CharField(max_length=40)
    subjects = models.JSONField()
    reason = models.CharField(max_length=200)
    recipient = models.CharField(max_length=254)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)

    personal: ClassVar[set[str]] = {"reason", "recipient"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "case_number", "subjects", "set_at", "set_by", "ended_at",
        "ended_by",
    }  # fmt: skip

    class Meta:
        triggers: ClassVar = row_images()


class Alarm(models.Model):
    """One reading of a watched case, told once."""

    id = models.BigAutoField(primary_key=True)
    watch = models.ForeignKey(Watch, models.PROTECT, related_name="+", db_index=False)
    read = models.ForeignKey("platform.ReadLine", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "watch", "read", "at"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["watch", "read"], name="alarm_once")
        ]
        triggers: ClassVar = append_only()
