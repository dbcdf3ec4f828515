"""The seals over history, read lines and row images; they refer to lines by source and id."""

from typing import ClassVar

from django.db import models

from wuai.platform.triggers import append_only


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
