"""Receipts of fees: what was copied, what it cost, in which till it lies; and their voiding by two."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT
_Q = models.Q
_DECIDED = ("decided_at", "decided_by", "decided_name", "booked_on")


class FeeReceipt(models.Model):
    """A fee that was taken in cash. ``lines`` say how many at how much; ``booked_on`` is the day of the
    books, later than ``taken_on`` only where that day was closed already.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    key = models.UUIDField(unique=True)
    token = models.UUIDField(unique=True, default=uuid.uuid4)
    year = models.SmallIntegerField()
    serial = models.IntegerField()
    number = models.CharField(max_length=40)
    payer = models.CharField(max_length=100, blank=True)
    about = models.CharField(max_length=60, blank=True)
    lines = models.JSONField()
    amount = models.BigIntegerField()
    tendered = models.BigIntegerField(null=True)
    till = models.ForeignKey("payments.Till", PROTECT, null=True, related_name="+")
    taken_on = models.DateField()
    booked_on = models.DateField()
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"payer", "by_name"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "key", "token", "year", "serial", "number", "about", "lines",
        "amount", "tendered", "till", "taken_on", "booked_on", "at", "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "year", "serial"], name="fee_serial_once"),
            models.UniqueConstraint(fields=["branch", "number"], name="fee_number_once"),
            models.CheckConstraint(condition=_Q(amount__gt=0), name="fee_positive"),
            models.CheckConstraint(
                condition=_Q(tendered__isnull=True) | _Q(tendered__gte=models.F("amount")),
                name="fee_tendered_enough",
            ),
            models.CheckConstraint(
                condition=_Q(booked_on__gte=models.F("taken_on")), name="fee_booked_not_before"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["branch", "booked_on", "id"], name="fee_day")]
        triggers: ClassVar = append_only()


class FeeVoid(models.Model):
    """Somebody asks that a fee be taken back; another decides, and the cash leaves ``till``."""

    id = models.BigAutoField(primary_key=True)
    receipt = models.ForeignKey(FeeReceipt, PROTECT, related_name="voidings")
    reason = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=80)
    proposed_name = models.CharField(max_length=120)
    decision = models.CharField(max_length=8, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, null=True)
    decided_name = models.CharField(max_length=120, null=True)
    booked_on = models.DateField(null=True)
    till = models.ForeignKey("payments.Till", PROTECT, null=True, related_name="+")

    personal: ClassVar[set[str]] = {"reason", "proposed_name", "decided_name"}
    plain: ClassVar[set[str]] = {
        "id", "receipt", "proposed_at", "proposed_by", "decision", "decided_at", "decided_by",
        "booked_on", "till",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["receipt"], condition=~_Q(decision="REFUSED"), name="fee_void_once"
            ),
            models.CheckConstraint(
                condition=_Q(decision="", **{f"{name}__isnull": True for name in _DECIDED})
                | _Q(decision__in=["APPROVED", "REFUSED"],
                     **{f"{name}__isnull": False for name in _DECIDED}),
                name="fee_void_decided_whole",
            ),
            models.CheckConstraint(
                condition=~_Q(decision="APPROVED") | ~_Q(decided_by=models.F("proposed_by")),
                name="fee_void_two_people",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(
                fields=["booked_on"], condition=_Q(decision="APPROVED"), name="fee_void_day"
            )
        ]
        triggers: ClassVar = row_images()


class FeePrint(models.Model):
    """One print of a fee's receipt; every print after the first is a reprint and says so."""

    id = models.BigAutoField(primary_key=True)
    receipt = models.ForeignKey(FeeReceipt, PROTECT, related_name="prints")
    no = models.SmallIntegerField()
    key = models.UUIDField(unique=True)
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"by_name"}
    plain: ClassVar[set[str]] = {"id", "receipt", "no", "key", "at", "by_ref"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["receipt", "no"], name="fee_print_numbered")
        ]
        triggers: ClassVar = append_only()
