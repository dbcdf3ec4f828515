"""The number on the paper that is handed out, and every print of it."""

import uuid
from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models

from wuai.platform.triggers import append_only

PROTECT = models.PROTECT


class CounterReceipt(models.Model):
    """The number on the paper that the cashier hands out: from a counter row, never again.

    ``token`` is what the QR code on the paper leads to; it says nothing by itself.
    """

    receipt = models.OneToOneField("payments.Receipt", PROTECT, related_name="+")
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    year = models.SmallIntegerField()
    serial = models.IntegerField()
    number = models.CharField(max_length=40)
    payer = models.CharField(max_length=100, blank=True)
    token = models.UUIDField(unique=True, db_default=RandomUUID())

    personal: ClassVar[set[str]] = {"payer"}
    plain: ClassVar[set[str]] = {"id", "receipt", "branch", "year", "serial", "number", "token"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["branch", "year", "serial"], name="counter_receipt_once"
            ),
            models.UniqueConstraint(
                fields=["branch", "number"], name="counter_receipt_number_once"
            ),
        ]
        triggers: ClassVar = append_only()


class ReceiptPrint(models.Model):
    """One print of a receipt; every print after the first is a reprint and says so."""

    id = models.BigAutoField(primary_key=True)
    paper = models.ForeignKey(CounterReceipt, PROTECT, related_name="+")
    no = models.SmallIntegerField()
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"by_name"}
    plain: ClassVar[set[str]] = {"id", "paper", "no", "key", "at", "by_ref"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper", "no"], name="receipt_print_numbered")
        ]
        triggers: ClassVar = append_only()
