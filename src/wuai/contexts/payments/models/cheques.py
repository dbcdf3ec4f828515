"""Cheques and postal money orders: held, sent to the bank, cleared or bounced."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT
KINDS = ["CHEQUE", "MONEY_ORDER"]
STATES = ["HELD", "SENT", "CLEARED", "BOUNCED", "RETURNED"]
LIVE = ["HELD", "SENT", "CLEARED"]
_Q = models.Q


class ChequeList(models.Model):
    """What was endorsed and handed to the bank together."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=40)
    bank = models.CharField(max_length=60)
    made_on = models.DateField()
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"by_name"}
    plain: ClassVar[set[str]] = {"id", "ref", "branch", "number", "bank", "made_on", "at", "by_ref"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "number"], name="cheque_list_number_once")
        ]
        triggers: ClassVar = append_only()


class Cheque(models.Model):
    """A cheque or a postal money order: not money until the bank has collected it."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    key = models.UUIDField(unique=True)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    paper_no = models.CharField(max_length=40)
    kind = models.CharField(max_length=11)
    number = models.CharField(max_length=20)
    bank = models.CharField(max_length=60)
    drawer = models.CharField(max_length=100)
    amount = models.BigIntegerField()
    received_on = models.DateField()
    due_on = models.DateField()
    received_at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)
    state = models.CharField(max_length=8, default="HELD")
    sent_in = models.ForeignKey(ChequeList, PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True, default="")
    receipt = models.OneToOneField("payments.Receipt", PROTECT, null=True, related_name="+")

    personal: ClassVar[set[str]] = {"drawer", "by_name", "reason"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "key", "branch", "paper_no", "kind", "number", "bank", "amount",
        "received_on", "due_on", "received_at", "by_ref", "state", "sent_in", "ended_on",
        "ended_at", "receipt",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "paper_no"], name="cheque_paper_once"),
            models.UniqueConstraint(
                fields=["branch", "kind", "bank", "number"], condition=_Q(state__in=LIVE),
                name="cheque_held_once",
            ),
            models.CheckConstraint(condition=_Q(kind__in=KINDS), name="cheque_kind_known"),
            models.CheckConstraint(condition=_Q(state__in=STATES), name="cheque_state_known"),
            models.CheckConstraint(condition=_Q(amount__gt=0), name="cheque_positive"),
            models.CheckConstraint(
                condition=_Q(state__in=["HELD", "SENT"], ended_on__isnull=True, ended_at__isnull=True)
                | _Q(state__in=["CLEARED", "BOUNCED", "RETURNED"], ended_on__isnull=False,
                     ended_at__isnull=False),
                name="cheque_ended_whole",
            ),
            models.CheckConstraint(
                condition=_Q(state__in=["HELD", "SENT"], receipt__isnull=True)
                | _Q(state="CLEARED", receipt__isnull=False)
                | _Q(state__in=["BOUNCED", "RETURNED"], reason__gt=""),
                name="cheque_money_or_reason",
            ),
            models.CheckConstraint(
                condition=~_Q(state="SENT") | _Q(sent_in__isnull=False), name="cheque_sent_in_list"
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(
                fields=["branch", "due_on", "id"], name="cheque_waiting",
                condition=_Q(state__in=["HELD", "SENT"]),
            )
        ]  # fmt: skip
        triggers: ClassVar = row_images()


class ChequeCase(models.Model):
    """A case that a cheque is meant for, in the order that the payer named."""

    id = models.BigAutoField(primary_key=True)
    cheque = models.ForeignKey(Cheque, PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", PROTECT, related_name="+")
    place = models.SmallIntegerField()

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "cheque", "case", "place"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cheque", "place"], name="cheque_case_place"),
            models.UniqueConstraint(fields=["cheque", "case"], name="cheque_case_once"),
        ]
        triggers: ClassVar = append_only()
