"""What waits for people: unmatched money, proposals, voidings, and the close of a day."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT
REASONS = [
    "UNKNOWN_NUMBER", "OVERPAID", "PAID_TWICE", "CASE_CLOSED", "TAKEN_OFF", "MALFORMED",
    "OTHER_CHANNEL",
]  # fmt: skip


def decided_whole() -> models.Q:
    """The three columns of a decision are there together, or none of them."""
    decided = {f"decided_{part}__isnull": False for part in ("at", "by", "name")}
    undecided = {f"decided_{part}__isnull": True for part in ("at", "by", "name")}
    return models.Q(decision="", **undecided) | models.Q(decision__gt="", **decided)


class OpenItem(models.Model):
    """Money or a line that found no place by itself: since when, why, and who looks after it."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    event = models.OneToOneField("payments.RawEvent", PROTECT, related_name="+")
    receipt = models.OneToOneField("payments.Receipt", PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=14)
    since = models.DateField()
    owner_ref = models.CharField(max_length=80, blank=True)
    owner_name = models.CharField(max_length=120, blank=True)
    owned_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    personal: ClassVar[set[str]] = {"owner_name", "note"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "event", "receipt", "reason", "since", "owner_ref", "owned_at",
        "settled_at",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(reason__in=REASONS), name="item_reason_known"),
            models.CheckConstraint(
                condition=models.Q(owner_ref="", owned_at__isnull=True)
                | models.Q(owner_ref__gt="", owned_at__isnull=False),
                name="item_owner_since",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(
                fields=["branch", "since", "id"], name="item_open",
                condition=models.Q(settled_at__isnull=True),
            )
        ]  # fmt: skip
        triggers: ClassVar = row_images()


class SettlementProposal(models.Model):
    """One person proposes to put held money on a case; another one decides."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    item = models.ForeignKey(OpenItem, PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", PROTECT, related_name="+", db_index=False)
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=80)
    proposed_name = models.CharField(max_length=120)
    decision = models.CharField(max_length=8, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, null=True)
    decided_name = models.CharField(max_length=120, null=True)

    personal: ClassVar[set[str]] = {"proposed_name", "decided_name", "reason"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "item", "case", "amount", "proposed_at", "proposed_by", "decision",
        "decided_at", "decided_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item"], condition=models.Q(decision=""), name="proposal_one_waiting"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="proposal_positive"),
            models.CheckConstraint(condition=decided_whole(), name="proposal_decided_whole"),
            models.CheckConstraint(
                condition=~models.Q(decision="APPROVED", decided_by=models.F("proposed_by")),
                name="proposal_two_people",
            ),
        ]
        triggers: ClassVar = row_images()


class VoidRequest(models.Model):
    """One person asks to take a receipt back; another one decides.

    ``booked_on`` is the day on which an approved one counts: that of the decision, or the next open one.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    receipt = models.ForeignKey("payments.Receipt", PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=80)
    proposed_name = models.CharField(max_length=120)
    decision = models.CharField(max_length=8, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, null=True)
    decided_name = models.CharField(max_length=120, null=True)
    booked_on = models.DateField(null=True)

    personal: ClassVar[set[str]] = {"proposed_name", "decided_name", "reason"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "receipt", "proposed_at", "proposed_by", "decision", "decided_at",
        "decided_by", "booked_on",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["receipt"], condition=models.Q(decision__in=["", "APPROVED"]),
                name="void_once",
            ),
            models.CheckConstraint(condition=decided_whole(), name="void_decided_whole"),
            models.CheckConstraint(
                condition=~models.Q(decision="APPROVED", decided_by=models.F("proposed_by")),
                name="void_two_people",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(
                fields=["booked_on"], name="void_day", condition=models.Q(booked_on__isnull=False)
            )
        ]
        triggers: ClassVar = row_images()


class TakeOff(models.Model):
    """One person asks that a receipt's money leaves its cases and is held; another one decides."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    receipt = models.ForeignKey("payments.Receipt", PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=80)
    proposed_name = models.CharField(max_length=120)
    decision = models.CharField(max_length=8, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, null=True)
    decided_name = models.CharField(max_length=120, null=True)

    personal: ClassVar[set[str]] = {"proposed_name", "decided_name", "reason"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "receipt", "proposed_at", "proposed_by", "decision", "decided_at",
        "decided_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["receipt"], condition=models.Q(decision=""), name="take_off_one_waiting"
            ),
            models.CheckConstraint(condition=decided_whole(), name="take_off_decided_whole"),
            models.CheckConstraint(
                condition=~models.Q(decision="APPROVED", decided_by=models.F("proposed_by")),
                name="take_off_two_people",
            ),
        ]  # fmt: skip
        triggers: ClassVar = row_images()


class DayClose(models.Model):
    """A day whose money was found to agree: bank, channel files, receipts and ledger.

    ``round`` counts how often the day was opened again before; ``ledger_upto`` is the last
    transaction of the ledger that it saw.
    """

    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    round = models.SmallIntegerField(default=0)
    ledger_upto = models.BigIntegerField(default=0)
    figures = models.JSONField()
    closed_at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"by_name"}
    plain: ClassVar[set[str]] = {
        "id", "branch", "on", "round", "ledger_upto", "figures", "closed_at", "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "on", "round"], name="day_closed_once")
        ]
        indexes: ClassVar = [models.Index(fields=["branch", "on"], name="day_close_day")]
        triggers: ClassVar = append_only()
