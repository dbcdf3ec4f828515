"""Notices of pre-emption as letters of the branch, and every attempt to serve one."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.contexts.auctions.models.preemption import Preemption
from wuai.contexts.auctions.rules.noticing import STATE_NAMES
from wuai.contexts.auctions.rules.preempting import GROUNDS
from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT
_Q = models.Q


class PreemptionLetter(models.Model):
    """One letter to one holder. ``key`` was made with the form, which names several holders in places.

    ``preemption`` is what began when it was served, or when its holder answered before that.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", PROTECT, related_name="+", db_index=False)
    key = models.UUIDField()
    place = models.SmallIntegerField()
    number = models.CharField(max_length=40)
    state = models.CharField(max_length=10)
    ground = models.CharField(max_length=14)
    rule = models.CharField(max_length=40)
    holder_name = models.CharField(max_length=100)
    holder_address = models.CharField(max_length=200)
    lot = models.CharField(max_length=60)
    property = models.CharField(max_length=1000)
    price = models.BigIntegerField()
    terms = models.CharField(max_length=1000, blank=True)
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=80)
    issued_name = models.CharField(max_length=120)
    preemption = models.OneToOneField(Preemption, PROTECT, null=True, related_name="letter")
    void_reason = models.CharField(max_length=1000, blank=True)

    personal: ClassVar[set[str]] = {"holder_name", "holder_address", "issued_name", "void_reason"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "case", "key", "place", "number", "state", "ground", "rule", "lot",
        "property", "price", "terms", "issued_on", "issued_at", "issued_by", "preemption",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "place"], name="preemption_letter_once"),
            models.UniqueConstraint(fields=["branch", "number"], name="preemption_letter_number"),
            models.CheckConstraint(
                condition=_Q(state__in=list(STATE_NAMES), ground__in=list(GROUNDS)),
                name="preemption_letter_known",
            ),
            models.CheckConstraint(condition=_Q(price__gt=0), name="preemption_letter_price"),
            models.CheckConstraint(
                condition=_Q(state="SERVED", preemption__isnull=False)
                | (~_Q(state="SERVED") & _Q(preemption__isnull=True)),
                name="preemption_letter_served_whole",
            ),
            models.CheckConstraint(
                condition=_Q(state="VOID", void_reason__gt="") | (~_Q(state="VOID") & _Q(void_reason="")),
                name="preemption_letter_void_whole",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["case", "id"], name="preemption_letter_of_case"),
            models.Index(fields=["branch", "state", "id"], name="preemption_letter_listed"),
        ]
        triggers: ClassVar = row_images()


class LetterService(models.Model):
    """One attempt to serve a letter, as its certificate of service says, with the day it counts from."""

    id = models.BigAutoField(primary_key=True)
    letter = models.ForeignKey(PreemptionLetter, PROTECT, related_name="services")
    key = models.UUIDField(unique=True)
    method = models.CharField(max_length=14)
    on = models.DateField()
    place = models.CharField(max_length=120, blank=True)
    person = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=16, blank=True)
    effective_on = models.DateField(null=True)
    runs_from = models.DateField(null=True)
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"place", "person", "by_name"}
    plain: ClassVar[set[str]] = {
        "id", "letter", "key", "method", "on", "reason", "effective_on", "runs_from", "at", "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=_Q(effective_on__isnull=True, runs_from__isnull=True, reason__gt="")
                | _Q(
                    effective_on__isnull=False, runs_from__gte=models.F("effective_on"), reason=""
                ),
                name="letter_service_effect_or_reason",
            )
        ]
        triggers: ClassVar = append_only()
