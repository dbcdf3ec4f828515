"""Money given back to who paid too much: the request of one person, the decision of another."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.contexts.payments.models.settling import decided_whole
from wuai.platform.triggers import row_images

PROTECT = models.PROTECT
ACCOUNT = "payments_refund.account"
METHODS = ["TRANSFER", "COUNTER", "CARD", "TERMINAL", "CHARGEBACK"]
GROUNDS = ["OVERPAID", "PAID_TWICE", "SURPLUS", "NOT_OURS", "CHARGEBACK"]


class RefundPot(models.Model):
    """How much of a receipt is on its way back to the payer: the row that refunds queue for."""

    receipt = models.OneToOneField("payments.Receipt", PROTECT, related_name="+")
    paid = models.BigIntegerField()
    taken = models.BigIntegerField(default=0)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "receipt", "paid", "taken"}

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(taken__gte=0, taken__lte=models.F("paid")),
                name="refunds_never_exceed_paid",
            )
        ]
        triggers: ClassVar = row_images()


class Refund(models.Model):
    """A request to give money of a receipt back: by transfer, at the counter, to the card that paid
    (by its platform, or on the terminal); or what the acquirer took back itself.

    ``seen`` is what the requester saw as available. The account number is sealed for column
    ``ACCOUNT`` and row ``str(ref)``. ``name_note`` says why the money goes to another name.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    receipt = models.ForeignKey("payments.Receipt", PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    source = models.CharField(max_length=11)
    ground = models.CharField(max_length=10)
    method = models.CharField(max_length=10)
    amount = models.BigIntegerField()
    seen = models.BigIntegerField()
    payee_name = models.CharField(max_length=100)
    name_agrees = models.BooleanField()
    name_note = models.CharField(max_length=200, blank=True)
    bank = models.CharField(max_length=7, blank=True)
    account = models.BinaryField(null=True)
    account_mask = models.CharField(max_length=20, blank=True)
    identity_seen = models.CharField(max_length=40, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=80)
    proposed_name = models.CharField(max_length=120)
    decision = models.CharField(max_length=8, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, null=True)
    decided_name = models.CharField(max_length=120, null=True)

    personal: ClassVar[set[str]] = {
        "payee_name", "name_note", "account", "account_mask", "identity_seen", "proposed_name",
        "decided_name",
    }  # fmt: skip
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "receipt", "number", "source", "ground", "method", "amount", "seen",
        "name_agrees", "bank", "proposed_at", "proposed_by", "decision", "decided_at", "decided_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "number"], name="refund_number_once"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, amount__lte=models.F("seen")),
                name="refund_within_what_was_seen",
            ),
            models.CheckConstraint(condition=models.Q(ground__in=GROUNDS), name="refund_ground"),
            models.CheckConstraint(
                condition=models.Q(method="TRANSFER", account__isnull=False, bank__gt="")
                | models.Q(method="COUNTER", account__isnull=True, identity_seen__gt="")
                | models.Q(method__in=METHODS[2:], account__isnull=True, identity_seen=""),
                name="refund_says_whereto",
            ),
            models.CheckConstraint(condition=decided_whole(), name="refund_decided_whole"),
            models.CheckConstraint(
                condition=~models.Q(decision="APPROVED", decided_by=models.F("proposed_by")),
                name="refund_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(name_agrees=True) | models.Q(name_note__gt=""),
                name="refund_other_name_says_why",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["branch", "id"], name="refund_branch")]
        triggers: ClassVar = row_images()
