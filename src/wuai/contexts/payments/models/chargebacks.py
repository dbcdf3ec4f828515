"""Card payments at the counter that the acquirer took back: the notice, two people, and the money's way out."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.contexts.payments.models.settling import decided_whole
from wuai.platform.triggers import row_images

PROTECT = models.PROTECT


class Chargeback(models.Model):
    """The acquirer's notice that it keeps back what it had paid for a card at the counter.

    ``refund`` is the money's way out once a second person agreed: like a refund it is taken out of the
    receipt once, and the bank pays that much less.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    slip = models.ForeignKey("payments.CardSlip", PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    noticed_on = models.DateField()
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    refund = models.OneToOneField("payments.Refund", PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=80)
    proposed_name = models.CharField(max_length=120)
    decision = models.CharField(max_length=8, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, null=True)
    decided_name = models.CharField(max_length=120, null=True)

    personal: ClassVar[set[str]] = {"proposed_name", "decided_name", "reason"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "slip", "number", "noticed_on", "amount", "refund", "proposed_at",
        "proposed_by", "decision", "decided_at", "decided_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["branch", "number"], condition=models.Q(decision__in=["", "APPROVED"]),
                name="chargeback_notice_once",
            ),
            models.UniqueConstraint(
                fields=["slip"], condition=models.Q(decision=""), name="chargeback_one_waiting"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="chargeback_positive"),
            models.CheckConstraint(condition=decided_whole(), name="chargeback_decided_whole"),
            models.CheckConstraint(
                condition=~models.Q(decision="APPROVED", decided_by=models.F("proposed_by")),
                name="chargeback_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(decision="APPROVED", refund__isnull=False)
                | (~models.Q(decision="APPROVED") & models.Q(refund__isnull=True)),
                name="chargeback_left_whole",
            ),
        ]  # fmt: skip
        triggers: ClassVar = row_images()
