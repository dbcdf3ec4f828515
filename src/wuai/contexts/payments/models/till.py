"""The till of one cashier: its cash in and out, its counts, its difference, its deposits."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT
STATES = ["OPEN", "COUNTED", "CLOSED"]
_Q = models.Q
_AGREES = _Q(expected=models.F("counted"))
_CLOSING = ("closed_at", "closed_on", "expected", "counted")


class Till(models.Model):
    """A cashier's drawer from the opening to the close.

    OPEN takes money. COUNTED differs from what was expected and waits for a second person.
    CLOSED agrees, or its difference was approved.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    opened_on = models.DateField()
    opening_float = models.BigIntegerField()
    state = models.CharField(max_length=7, default="OPEN")
    closed_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)
    expected = models.BigIntegerField(null=True)
    counted = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, null=True)
    decided_name = models.CharField(max_length=120, null=True)

    personal: ClassVar[set[str]] = {"by_name", "decided_name", "reason"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "by_ref", "opened_at", "opened_on", "opening_float", "state",
        "closed_at", "closed_on", "expected", "counted", "decided_at", "decided_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["by_ref"], condition=_Q(state="OPEN"), name="till_one_open_a_person"
            ),
            models.CheckConstraint(condition=_Q(state__in=STATES), name="till_state_known"),
            models.CheckConstraint(condition=_Q(opening_float__gte=0), name="till_float_not_negative"),
            models.CheckConstraint(
                condition=_Q(state="OPEN", **{f"{name}__isnull": True for name in _CLOSING})
                | _Q(~_Q(state="OPEN"), **{f"{name}__isnull": False for name in _CLOSING}),
                name="till_closed_whole",
            ),
            models.CheckConstraint(
                condition=_Q(state="OPEN") | _AGREES | _Q(reason__gt=""),
                name="till_difference_has_reason",
            ),
            models.CheckConstraint(
                condition=~_Q(state="CLOSED") | _AGREES | _Q(decided_by__isnull=False),
                name="till_difference_approved",
            ),
            models.CheckConstraint(
                condition=_Q(decided_at__isnull=True, decided_by__isnull=True, decided_name__isnull=True)
                | _Q(decided_at__isnull=False, decided_by__isnull=False, decided_name__isnull=False),
                name="till_decided_whole",
            ),
            models.CheckConstraint(
                condition=_Q(decided_by__isnull=True) | ~_Q(decided_by=models.F("by_ref")),
                name="till_two_people",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["branch", "opened_on", "id"], name="till_day")]
        triggers: ClassVar = row_images()


class TillCash(models.Model):
    """Cash that a receipt put into a till, or that its voiding took out of one."""

    id = models.BigAutoField(primary_key=True)
    till = models.ForeignKey(Till, PROTECT, related_name="+")
    receipt = models.ForeignKey("payments.Receipt", PROTECT, related_name="+")
    amount = models.BigIntegerField()
    tendered = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "till", "receipt", "amount", "tendered", "at"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["receipt"], condition=_Q(amount__gt=0), name="till_cash_taken_once"
            ),
            models.UniqueConstraint(
                fields=["receipt"], condition=_Q(amount__lt=0), name="till_cash_given_back_once"
            ),
            models.CheckConstraint(condition=~_Q(amount=0), name="till_cash_not_zero"),
            models.CheckConstraint(
                condition=_Q(tendered__isnull=True) | _Q(tendered__gte=models.F("amount")),
                name="till_tendered_enough",
            ),
        ]
        triggers: ClassVar = append_only()


class TillCount(models.Model):
    """One count by denomination; every count stays, also the wrong ones."""

    id = models.BigAutoField(primary_key=True)
    till = models.ForeignKey(Till, PROTECT, related_name="+")
    no = models.SmallIntegerField()
    pieces = models.JSONField()
    counted = models.BigIntegerField()
    expected = models.BigIntegerField()
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "till", "no", "pieces", "counted", "expected", "at", "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["till", "no"], name="till_count_numbered"),
            models.CheckConstraint(condition=_Q(counted__gte=0), name="till_count_not_negative"),
        ]
        triggers: ClassVar = append_only()


class TillDeposit(models.Model):
    """Cash of a till that was carried to the bank, with the number of the bank's slip."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    till = models.ForeignKey(Till, PROTECT, related_name="+")
    bank = models.CharField(max_length=60)
    slip_no = models.CharField(max_length=40)
    amount = models.BigIntegerField()
    deposited_on = models.DateField()
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"by_name"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "till", "bank", "slip_no", "amount", "deposited_on", "at", "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "bank", "slip_no"], name="deposit_slip_once"),
            models.CheckConstraint(condition=_Q(amount__gt=0), name="deposit_positive"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["branch", "deposited_on", "id"], name="till_deposit_day")
        ]
        triggers: ClassVar = append_only()
