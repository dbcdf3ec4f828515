"""Accounts and entries. It knows references, not meanings.

Debit is positive, credit negative; whole NT dollars. Every transaction sums to zero (statement
trigger with transition tables, see the migration), nothing is ever changed: a correction is a new
transaction that names the one it reverses.
"""

from typing import ClassVar

from django.db import models

from wuai.platform.triggers import append_only

PROTECT = models.PROTECT


class LedgerAccount(models.Model):
    """A line of the chart of accounts of a branch, e.g. ``RECEIVABLE``, ``PAYABLE`` of an agency."""

    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=20)
    reference = models.CharField(max_length=40, blank=True, default="")

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "branch", "code", "reference"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["branch", "code", "reference"], name="ledger_account_once"
            )
        ]
        triggers: ClassVar = append_only()


class LedgerTransaction(models.Model):
    """One balanced set of entries. ``reference`` says what it is for, and is posted once."""

    id = models.BigAutoField(primary_key=True)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    reference = models.CharField(max_length=80)
    occurred_on = models.DateField()
    posted_at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    reverses = models.OneToOneField("self", PROTECT, null=True, related_name="+")

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "branch", "kind", "reference", "occurred_on", "posted_at", "by_ref", "reverses",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["branch", "kind", "reference"], name="ledger_posted_once"
            )
        ]
        triggers: ClassVar = append_only()


class LedgerEntry(models.Model):
    """One debit (positive) or credit (negative) on an account.

    ``subject_id`` is the id of what it concerns inside the account (a case for ``RECEIVABLE``, a
    receipt for ``SUSPENSE`` and ``OVERPAYMENT``); ``component`` is one of COST, INTEREST,
    SURCHARGE, FINE, PRINCIPAL for receivables, else empty.
    """

    id = models.BigAutoField(primary_key=True)
    transaction = models.ForeignKey(LedgerTransaction, PROTECT, related_name="+")
    account = models.ForeignKey(LedgerAccount, PROTECT, related_name="+", db_index=False)
    subject_id = models.BigIntegerField(null=True)
    component = models.CharField(max_length=9, blank=True, default="")
    amount = models.BigIntegerField()

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "transaction", "account", "subject_id", "component", "amount",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(amount=0), name="ledger_entry_not_zero")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["account", "subject_id"],
                include=["component", "amount"],
                name="ledger_entry_subject",
            )
        ]
        triggers: ClassVar = append_only()
