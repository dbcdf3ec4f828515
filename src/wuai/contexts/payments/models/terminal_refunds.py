"""Money that went back to its card on the terminal that took it, and slips that were keyed wrongly."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.contexts.payments.models.settling import decided_whole
from wuai.platform.triggers import row_images

PROTECT = models.PROTECT
_STANDS = models.Q(undone=False)


class TerminalRefund(models.Model):
    """The slip that the terminal printed for an approved refund; what it gave back is gone for good.

    The amount is the refund's, which never exceeds what the receipt holds. ``undone`` was keyed to the
    wrong refund; ``round`` says how many slips of this refund were undone before.
    """

    id = models.BigAutoField(primary_key=True)
    refund = models.ForeignKey("payments.Refund", PROTECT, related_name="+", db_index=False)
    slip = models.ForeignKey("payments.CardSlip", PROTECT, related_name="+")
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    refunded_on = models.DateField()
    terminal_no = models.CharField(max_length=16)
    approval_code = models.CharField(max_length=12)
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)
    round = models.SmallIntegerField(default=0)
    undone = models.BooleanField(default=False)

    personal: ClassVar[set[str]] = {"by_name"}
    plain: ClassVar[set[str]] = {
        "id", "refund", "slip", "branch", "refunded_on", "terminal_no", "approval_code", "at",
        "by_ref", "round", "undone",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["branch", "terminal_no", "approval_code", "refunded_on"],
                condition=_STANDS, name="terminal_refund_once",
            ),
            models.UniqueConstraint(
                fields=["refund"], condition=_STANDS, name="terminal_refund_one_slip"
            ),
            models.UniqueConstraint(fields=["refund", "round"], name="terminal_refund_round"),
        ]  # fmt: skip
        triggers: ClassVar = row_images()


class WrongRefundSlip(models.Model):
    """One person says that a refund slip was keyed to the wrong refund; another one decides."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    recorded = models.ForeignKey(TerminalRefund, PROTECT, related_name="+")
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
        "id", "ref", "recorded", "proposed_at", "proposed_by", "decision", "decided_at",
        "decided_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recorded"], condition=models.Q(decision__in=["", "APPROVED"]),
                name="wrong_slip_once",
            ),
            models.CheckConstraint(condition=decided_whole(), name="wrong_slip_decided_whole"),
            models.CheckConstraint(
                condition=~models.Q(decision="APPROVED", decided_by=models.F("proposed_by")),
                name="wrong_slip_two_people",
            ),
        ]  # fmt: skip
        triggers: ClassVar = row_images()
