"""What makes a day balance: matches of bank and channel, differences with an owner, reopenings."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT
_Q = models.Q
_UNDONE = ("undone_at", "undone_by", "undone_name")


def _together(*names: str) -> models.Q:
    """Either all of them are there, or none."""
    return _Q(**{f"{name}__isnull": True for name in names}) | _Q(
        **{f"{name}__isnull": False for name in names}
    )


class BankMatch(models.Model):
    """Bank lines and receipts that are the same money, by which rule, and who took it apart again."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey("payments.BankAccount", PROTECT, related_name="+", db_index=False)
    channel = models.ForeignKey("payments.Channel", PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    rule = models.CharField(max_length=16)
    bank_total = models.BigIntegerField()
    lines = models.IntegerField()
    lines_total = models.BigIntegerField()
    reason = models.CharField(max_length=200, blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    made_name = models.CharField(max_length=120)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=80, null=True)
    undone_name = models.CharField(max_length=120, null=True)
    undone_reason = models.CharField(max_length=200, blank=True, default="")

    personal: ClassVar[set[str]] = {"made_name", "undone_name", "reason", "undone_reason"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "account", "channel", "on", "rule", "bank_total", "lines",
        "lines_total", "made_at", "made_by", "undone_at", "undone_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=_together(*_UNDONE), name="bank_match_undone_whole"),
            models.CheckConstraint(
                condition=~_Q(rule="BY_HAND") | _Q(reason__gt=""), name="bank_match_hand_has_reason"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["branch", "on", "id"], name="bank_match_day")]
        triggers: ClassVar = row_images()


class BankMatchLine(models.Model):
    """A bank line in a match. A line is in one match that stands, at most."""

    id = models.BigAutoField(primary_key=True)
    match = models.ForeignKey(BankMatch, PROTECT, related_name="+")
    line = models.ForeignKey("payments.BankLine", PROTECT, related_name="+", db_index=False)
    undone = models.BooleanField(default=False)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "match", "line", "undone"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["line"], condition=_Q(undone=False), name="bank_line_matched_once"
            )
        ]
        triggers: ClassVar = row_images()


class BankMatchReceipt(models.Model):
    """A receipt in a match. A receipt is in one match that stands, at most."""

    id = models.BigAutoField(primary_key=True)
    match = models.ForeignKey(BankMatch, PROTECT, related_name="+", db_index=False)
    receipt = models.ForeignKey("payments.Receipt", PROTECT, related_name="+", db_index=False)
    undone = models.BooleanField(default=False)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "match", "receipt", "undone"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["receipt"], condition=_Q(undone=False), name="receipt_matched_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["match"], name="bank_match_receipts")]
        triggers: ClassVar = row_images()


class BankMatchRefund(models.Model):
    """Money given back to a card, in a match: at most in one that stands, and less than nothing there."""

    id = models.BigAutoField(primary_key=True)
    match = models.ForeignKey(BankMatch, PROTECT, related_name="+", db_index=False)
    refund = models.ForeignKey("payments.Refund", PROTECT, related_name="+", db_index=False)
    undone = models.BooleanField(default=False)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "match", "refund", "undone"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["refund"], condition=_Q(undone=False), name="refund_matched_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["match"], name="bank_match_refunds")]
        triggers: ClassVar = row_images()


class BankMatchVoid(models.Model):
    """A receipt that the bank had paid and that was voided afterwards, in a match: the bank took it back.

    At most in one that stands, and less than nothing there.
    """

    id = models.BigAutoField(primary_key=True)
    match = models.ForeignKey(BankMatch, PROTECT, related_name="+", db_index=False)
    void = models.ForeignKey("payments.VoidRequest", PROTECT, related_name="+", db_index=False)
    undone = models.BooleanField(default=False)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "match", "void", "undone"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["void"], condition=_Q(undone=False), name="void_matched_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["match"], name="bank_match_voids")]
        triggers: ClassVar = row_images()


class DayDifference(models.Model):
    """Somebody answers for a difference: why it is there and what happens next.

    ``key`` names what differs. An owner answers for the amount seen: another amount is another
    difference, and nobody's until it is owned anew.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)
    since = models.DateField()
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    next_step = models.CharField(max_length=200)
    owner_ref = models.CharField(max_length=80)
    owner_name = models.CharField(max_length=120)
    owned_at = models.DateTimeField()

    personal: ClassVar[set[str]] = {"owner_name", "reason", "next_step"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "key", "since", "amount", "owner_ref", "owned_at",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "key"], name="day_difference_once"),
            models.CheckConstraint(
                condition=_Q(owner_ref__gt="", reason__gt="", next_step__gt=""),
                name="day_difference_owned_whole",
            ),
        ]
        triggers: ClassVar = row_images()


class DayReopening(models.Model):
    """One person asks to open a closed day again, and says why; another one decides."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    close = models.ForeignKey("payments.DayClose", PROTECT, related_name="+", db_index=False)
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
        "id", "ref", "close", "proposed_at", "proposed_by", "decision", "decided_at", "decided_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["close"], condition=_Q(decision__in=["", "APPROVED"]),
                name="reopening_once",
            ),
            models.CheckConstraint(
                condition=_together("decided_at", "decided_by", "decided_name")
                & (_Q(decision="", decided_at__isnull=True) | _Q(decision__gt="", decided_at__isnull=False)),
                name="reopening_decided_whole",
            ),
            models.CheckConstraint(
                condition=~_Q(decision="APPROVED", decided_by=models.F("proposed_by")),
                name="reopening_two_people",
            ),
        ]  # fmt: skip
        triggers: ClassVar = row_images()


class LateBooking(models.Model):
    """A receipt whose day was closed when it came: the day on which it counts instead.

    The table of receipts writes these rows itself (see the migration), so that no way of taking
    money can slip into a closed day. The day paid and the day posted stay what they are.
    """

    receipt = models.OneToOneField("payments.Receipt", PROTECT, related_name="+")
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    booked_on = models.DateField()

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "receipt", "branch", "booked_on"}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["branch", "booked_on"], name="late_booking_day")]
        triggers: ClassVar = append_only()
