"""Money that leaves for the bank: a batch, each payment in it, the entries it consists of, the answers."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.contexts.payments.models.settling import decided_whole
from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT
ACCOUNT = "payments_payout.account"
CORRECTED = "payments_payout.corrected_account"
KINDS = ["REMITTANCE", "REFUND"]
STATUSES = ["PREPARED", "SENT", "PAID", "RETURNED", "CANCELLED"]
LIVE = ["PREPARED", "SENT", "PAID"]


class PayoutBatch(models.Model):
    """Payments that one person prepared and another one approved, in one file as the bank gets it.

    ``file`` is written as the batch is prepared and never again: what is approved, by its
    ``sha256``, is what is exported.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10)
    number = models.CharField(max_length=40)
    upto = models.DateField()
    count = models.IntegerField()
    total = models.BigIntegerField()
    file = models.ForeignKey("platform.StoredFile", PROTECT, related_name="+", db_index=False)
    sha256 = models.CharField(max_length=64)
    prepared_at = models.DateTimeField()
    prepared_by = models.CharField(max_length=80)
    prepared_name = models.CharField(max_length=120)
    decision = models.CharField(max_length=8, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, null=True)
    decided_name = models.CharField(max_length=120, null=True)

    personal: ClassVar[set[str]] = {"prepared_name", "decided_name"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "kind", "number", "upto", "count", "total", "file", "sha256",
        "prepared_at", "prepared_by", "decision", "decided_at", "decided_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "number"], name="payout_batch_number_once"),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="payout_batch_kind"),
            models.CheckConstraint(
                condition=models.Q(count__gt=0, total__gt=0), name="payout_batch_not_empty"
            ),
            models.CheckConstraint(condition=decided_whole(), name="payout_batch_decided_whole"),
            models.CheckConstraint(
                condition=~models.Q(decision="APPROVED", decided_by=models.F("prepared_by")),
                name="payout_batch_two_people",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["branch", "id"], name="payout_batch_branch")]
        triggers: ClassVar = row_images()


class Payout(models.Model):
    """One payment to an agency (remittance 解繳) or to a person (refund 退還).

    The account number is sealed for column ``ACCOUNT`` and row ``str(ref)``; ``account_mask`` is
    what pages show. A payment that came back is paid again by another one that ``replaces`` it;
    ``corrected_*`` is the account that the payee gave for that.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    batch = models.ForeignKey(PayoutBatch, PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    agency = models.ForeignKey(
        "organisation.Agency", PROTECT, null=True, related_name="+", db_index=False
    )
    refund = models.ForeignKey(
        "payments.Refund", PROTECT, null=True, related_name="+", db_index=False
    )
    amount = models.BigIntegerField()
    payee_name = models.CharField(max_length=100)
    bank = models.CharField(max_length=7)
    account = models.BinaryField()
    account_mask = models.CharField(max_length=20)
    status = models.CharField(max_length=9, default="PREPARED")
    settled_on = models.DateField(null=True)
    return_code = models.CharField(max_length=10, blank=True)
    return_reason = models.CharField(max_length=100, blank=True)
    replaces = models.ForeignKey("self", PROTECT, null=True, related_name="+", db_index=False)
    corrected_name = models.CharField(max_length=100, blank=True)
    corrected_bank = models.CharField(max_length=7, blank=True)
    corrected_account = models.BinaryField(null=True)
    corrected_mask = models.CharField(max_length=20, blank=True)
    corrected_at = models.DateTimeField(null=True)
    corrected_by = models.CharField(max_length=80, blank=True)

    personal: ClassVar[set[str]] = {
        "payee_name", "account", "account_mask", "corrected_name", "corrected_account",
        "corrected_mask",
    }  # fmt: skip
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "batch", "number", "agency", "refund", "amount", "bank", "status",
        "settled_on", "return_code", "return_reason", "replaces", "corrected_bank", "corrected_at",
        "corrected_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "number"], name="payout_number_once"),
            models.UniqueConstraint(
                fields=["replaces"], condition=models.Q(status__in=[*LIVE, "RETURNED"]),
                name="payout_replaced_once",
            ),
            models.UniqueConstraint(
                fields=["refund"], condition=models.Q(status__in=LIVE), name="payout_one_a_refund"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payout_positive"),
            models.CheckConstraint(condition=models.Q(status__in=STATUSES), name="payout_status"),
            models.CheckConstraint(
                condition=models.Q(agency__isnull=False, refund__isnull=True)
                | models.Q(agency__isnull=True, refund__isnull=False),
                name="payout_has_one_payee",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="RETURNED") | models.Q(return_code__gt=""),
                name="payout_returned_says_why",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["agency", "branch", "id"], name="payout_agency"),
            models.Index(
                fields=["branch", "id"], name="payout_returned",
                condition=models.Q(status="RETURNED"),
            ),
        ]  # fmt: skip
        triggers: ClassVar = row_images()


class PayoutLine(models.Model):
    """One entry of the ledger that a remittance pays: each is in one living payment at most."""

    id = models.BigAutoField(primary_key=True)
    payout = models.ForeignKey(Payout, PROTECT, related_name="+")
    entry = models.ForeignKey("ledger.LedgerEntry", PROTECT, related_name="+", db_index=False)
    amount = models.BigIntegerField()
    is_live = models.BooleanField(default=True)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "payout", "entry", "amount", "is_live"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entry"], condition=models.Q(is_live=True), name="payout_line_entry_once"
            )
        ]
        triggers: ClassVar = row_images()


class PayoutResult(models.Model):
    """A file in which the bank says what became of payments; taken in once per content."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    stored = models.ForeignKey("platform.StoredFile", PROTECT, related_name="+", db_index=False)
    sha256 = models.CharField(max_length=64)
    lines = models.IntegerField()
    paid = models.IntegerField()
    returned = models.IntegerField()
    duplicates = models.IntegerField()
    rejected = models.IntegerField()
    total = models.BigIntegerField()
    imported_at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"by_name"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "stored", "sha256", "lines", "paid", "returned", "duplicates",
        "rejected", "total", "imported_at", "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "sha256"], name="payout_result_once"),
            models.CheckConstraint(
                condition=models.Q(
                    lines=models.F("paid") + models.F("returned") + models.F("duplicates")
                    + models.F("rejected")
                ),
                name="payout_result_adds_up",
            ),
        ]  # fmt: skip
        triggers: ClassVar = append_only()


class PayoutResultLine(models.Model):
    """One line of such a file as it came, and what it did."""

    id = models.BigAutoField(primary_key=True)
    result = models.ForeignKey(PayoutResult, PROTECT, related_name="+")
    line = models.IntegerField()
    payout = models.ForeignKey(Payout, PROTECT, null=True, related_name="+", db_index=False)
    outcome = models.CharField(max_length=9)
    reason = models.CharField(max_length=20, blank=True)
    raw = models.CharField(max_length=500)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "result", "line", "payout", "outcome", "reason", "raw"}

    class Meta:
        triggers: ClassVar = append_only()
