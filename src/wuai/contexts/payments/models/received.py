"""What arrived (file, event), what it is (receipt), where it went (allocation). Append-only."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.platform.triggers import append_only

PROTECT = models.PROTECT
OUTCOMES = ["POSTED", "SUSPENSE", "DUPLICATE", "REJECTED"]
TARGETS = ["CASE", "SUSPENSE", "OVERPAYMENT", "OUTSIDE", "REFUND"]


class SettlementFile(models.Model):
    """A file of a channel that was taken in, once per content, with its outcome."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    channel = models.ForeignKey("payments.Channel", PROTECT, related_name="+", db_index=False)
    stored = models.ForeignKey("platform.StoredFile", PROTECT, related_name="+", db_index=False)
    sha256 = models.CharField(max_length=64)
    lines = models.IntegerField()
    posted = models.IntegerField()
    suspense = models.IntegerField()
    duplicates = models.IntegerField()
    rejected = models.IntegerField()
    total = models.BigIntegerField()
    imported_at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"by_name"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "channel", "stored", "sha256", "lines", "posted", "suspense",
        "duplicates", "rejected", "total", "imported_at", "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["branch", "channel", "sha256"], name="settlement_file_once"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    lines=models.F("posted") + models.F("suspense") + models.F("duplicates")
                    + models.F("rejected")
                ),
                name="settlement_file_adds_up",
            ),
        ]  # fmt: skip
        triggers: ClassVar = append_only()


class RawEvent(models.Model):
    """One line of a file, or one message, as it came, and what became of it.

    ``identity`` is the hash of the seven fields that make a line what it is; one branch takes
    each identity once. A line that came again, or cannot be taken, is kept without claiming it.
    """

    id = models.BigAutoField(primary_key=True)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    channel = models.ForeignKey("payments.Channel", PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(SettlementFile, PROTECT, null=True, related_name="+", db_index=False)
    line = models.IntegerField(null=True)
    identity = models.BinaryField()
    number = models.CharField(max_length=40)
    paid_on = models.DateField(null=True)
    posted_on = models.DateField(null=True)
    amount = models.BigIntegerField(null=True)
    channel_code = models.CharField(max_length=20)
    place = models.CharField(max_length=40, blank=True)
    serial = models.CharField(max_length=80)
    raw = models.TextField()
    outcome = models.CharField(max_length=9)
    reason = models.CharField(max_length=20, blank=True)
    arrived_at = models.DateTimeField()

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "branch", "channel", "file", "line", "identity", "number", "paid_on", "posted_on",
        "amount", "channel_code", "place", "serial", "raw", "outcome", "reason", "arrived_at",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["branch", "identity"],
                condition=models.Q(outcome__in=["POSTED", "SUSPENSE"]),
                name="raw_event_once",
            ),
            models.CheckConstraint(condition=models.Q(outcome__in=OUTCOMES), name="raw_outcome_known"),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["file", "line"], name="raw_event_file")]
        triggers: ClassVar = append_only()


class Receipt(models.Model):
    """Money that was received, or that an agency says it received (channel AGENCY).

    ``ref`` is known before the row is written, and names the posting ``PAYMENT <ref>``.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    channel = models.ForeignKey("payments.Channel", PROTECT, related_name="+", db_index=False)
    event = models.OneToOneField(RawEvent, PROTECT, related_name="+")
    slip = models.ForeignKey("payments.Slip", PROTECT, null=True, related_name="+", db_index=False)
    amount = models.BigIntegerField()
    paid_on = models.DateField()
    posted_on = models.DateField()
    is_late = models.BooleanField(default=False)
    taken_at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"by_name"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "channel", "event", "slip", "amount", "paid_on", "posted_on",
        "is_late", "taken_at", "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="receipt_positive")
        ]
        indexes: ClassVar = [
            models.Index(fields=["branch", "posted_on", "id"], name="receipt_day"),
            models.Index(
                fields=["slip"], name="receipt_slip", condition=models.Q(slip__isnull=False)
            ),
        ]
        triggers: ClassVar = append_only()


class Allocation(models.Model):
    """Where a part of a receipt went. What is taken back or moved is a row of its own.

    The rows of a receipt add up to its amount, or to zero once it was voided. ``posting`` is the
    reference of the ledger's transaction; money that an agency keeps itself (OUTSIDE) has none.
    ``booked_on`` is the day on which a later move counts; what came with the receipt counts with it.
    """

    id = models.BigAutoField(primary_key=True)
    receipt = models.ForeignKey(Receipt, PROTECT, related_name="+")
    target = models.CharField(max_length=11)
    case = models.ForeignKey("cases.Case", PROTECT, null=True, related_name="+", db_index=False)
    component = models.CharField(max_length=9, blank=True, default="")
    amount = models.BigIntegerField()
    posting = models.CharField(max_length=80, blank=True, default="")
    at = models.DateTimeField()
    booked_on = models.DateField(null=True)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "receipt", "target", "case", "component", "amount", "posting", "at",
        "booked_on",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(amount=0), name="allocation_not_zero"),
            models.CheckConstraint(
                condition=models.Q(target="CASE", case__isnull=False, component__gt="")
                | models.Q(
                    target__in=["SUSPENSE", "OVERPAYMENT", "OUTSIDE", "REFUND"], case__isnull=True,
                    component="",
                ),
                name="allocation_target_known",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(
                fields=["case", "id"], name="allocation_case",
                condition=models.Q(case__isnull=False),
            ),
            models.Index(
                fields=["booked_on"], name="allocation_moved_on",
                condition=models.Q(booked_on__isnull=False),
            ),
            # What moved or was taken back later is found by its posting; payments by their receipt.
            models.Index(
                fields=["posting"], name="allocation_moved",
                condition=~models.Q(posting__startswith="PAYMENT:"),
            ),
        ]  # fmt: skip
        triggers: ClassVar = append_only()
