"""The branch's own bank accounts, what the banks say of them, and which channel pays into which."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT
_Q = models.Q


class BankAccount(models.Model):
    """An account of the branch itself, as it is printed on its letters; nobody's private number."""

    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=20)
    bank_zh = models.CharField(max_length=60)
    bank_en = models.CharField(max_length=120)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    confirmed = models.BooleanField(default=False)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "branch", "number", "bank_zh", "bank_en", "since", "until", "confirmed",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "number"], name="bank_account_once"),
            models.CheckConstraint(
                condition=_Q(until__isnull=True) | _Q(until__gte=models.F("since")),
                name="bank_account_until_after_since",
            ),
        ]
        triggers: ClassVar = row_images()


class BankTerm(models.Model):
    """By what words a bank names a channel's money, and what the contract lets it keep as its fee.

    ``fee_rate`` is in ten thousandths of the day's sum, ``fee_each`` whole dollars a line.
    """

    account = models.ForeignKey(BankAccount, PROTECT, related_name="+", db_index=False)
    channel = models.ForeignKey("payments.Channel", PROTECT, related_name="+", db_index=False)
    mark = models.CharField(max_length=40)
    fee_each = models.PositiveIntegerField(default=0)
    fee_rate = models.PositiveIntegerField(default=0)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    confirmed = models.BooleanField(default=False)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "account", "channel", "mark", "fee_each", "fee_rate", "since", "until", "confirmed",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "channel", "since"], name="bank_term_once_a_day"
            ),
            models.CheckConstraint(condition=_Q(mark__gt=""), name="bank_term_has_mark"),
            models.CheckConstraint(
                condition=_Q(until__isnull=True) | _Q(until__gte=models.F("since")),
                name="bank_term_until_after_since",
            ),
        ]
        triggers: ClassVar = row_images()


class BankStatement(models.Model):
    """A statement that was taken in, once by its content; it covers its days without a gap."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(BankAccount, PROTECT, related_name="+", db_index=False)
    stored = models.ForeignKey("platform.StoredFile", PROTECT, related_name="+", db_index=False)
    sha256 = models.CharField(max_length=64)
    from_on = models.DateField()
    until_on = models.DateField()
    opening = models.BigIntegerField()
    closing = models.BigIntegerField()
    lines = models.IntegerField()
    duplicates = models.IntegerField()
    imported_at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"by_name"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "account", "stored", "sha256", "from_on", "until_on", "opening",
        "closing", "lines", "duplicates", "imported_at", "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "sha256"], name="bank_statement_once"),
            models.CheckConstraint(
                condition=_Q(until_on__gte=models.F("from_on")), name="bank_statement_days"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "until_on"], name="bank_statement_days")
        ]
        triggers: ClassVar = append_only()


class BankLine(models.Model):
    """One movement as the bank tells it: in is positive, out is negative."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(BankAccount, PROTECT, related_name="+", db_index=False)
    statement = models.ForeignKey(BankStatement, PROTECT, related_name="+", db_index=False)
    line = models.IntegerField()
    identity = models.BinaryField()
    value_on = models.DateField()
    amount = models.BigIntegerField()
    text = models.CharField(max_length=120)
    reference = models.CharField(max_length=80)
    balance = models.BigIntegerField()
    channel = models.ForeignKey(
        "payments.Channel", PROTECT, null=True, related_name="+", db_index=False
    )

    personal: ClassVar[set[str]] = {"text", "reference"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "account", "statement", "line", "identity", "value_on", "amount",
        "balance", "channel",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "identity"], name="bank_line_once"),
            models.CheckConstraint(condition=~_Q(amount=0), name="bank_line_not_zero"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["branch", "value_on", "id"], name="bank_line_day"),
            models.Index(fields=["statement", "line"], name="bank_line_statement"),
        ]
        triggers: ClassVar = append_only()
