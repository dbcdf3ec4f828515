"""Referrals to help: where to, on what ground, what was told, and how it went on."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.contexts.care.rules.helping import DESTINATIONS, GROUNDS, KINDS, STATES
from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT


class Destination(models.Model):
    """Where people are referred to: reference data, open to every branch."""

    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=160)
    county = models.CharField(max_length=20, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=120, blank=True)
    takes_emergencies = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    confirmed = models.BooleanField(default=False)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "code", "kind", "name_zh", "name_en", "county", "phone", "email",
        "takes_emergencies", "is_active", "confirmed",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=list(DESTINATIONS)), name="destination_kind_known"
            )
        ]
        triggers: ClassVar = row_images()


class Referral(models.Model):
    """One referral slip. ``told`` are the signals that stand on it; ``key`` was made with the form."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey("parties.Party", PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", PROTECT, related_name="+")
    destination = models.ForeignKey(Destination, PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=40)
    key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=9)
    state = models.CharField(max_length=12, default="DRAFT")
    told = models.JSONField(default=list)
    needs = models.CharField(max_length=2000)
    ground = models.CharField(max_length=7)
    consented_on = models.DateField(null=True)
    facts = models.CharField(max_length=1000, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    made_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    made_name = models.CharField(max_length=120)
    sent_on = models.DateField(null=True)
    follow_up_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    help_amount = models.BigIntegerField(default=0)

    personal: ClassVar[set[str]] = {"told", "needs", "facts", "phone", "made_name"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "party", "case", "destination", "number", "key", "kind", "state",
        "ground", "consented_on", "made_on", "made_at", "made_by", "sent_on", "follow_up_on",
        "closed_on", "help_amount",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "number"], name="care_number_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=list(STATES)), name="care_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=list(KINDS)), name="care_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(ground__in=list(GROUNDS)), name="care_ground_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(ground__in=["WRITTEN", "ORAL"])
                | models.Q(consented_on__isnull=False),
                name="care_consent_has_day",
            ),
            models.CheckConstraint(
                condition=models.Q(ground__in=["WRITTEN", "ORAL"]) | models.Q(facts__gt=""),
                name="care_ground_has_facts",
            ),
            models.CheckConstraint(
                condition=models.Q(help_amount=0) | models.Q(state="HELPED", help_amount__gt=0),
                name="care_amount_when_helped",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["branch", "follow_up_on", "id"], name="care_follow_up",
                         condition=models.Q(closed_on__isnull=True)),
            models.Index(fields=["branch", "made_on", "destination"], name="care_made"),
            models.Index(fields=["party", "-id"], name="care_of_party"),
        ]  # fmt: skip
        triggers: ClassVar = row_images()


class Step(models.Model):
    """One thing that happened with a referral."""

    referral = models.ForeignKey(Referral, PROTECT, related_name="steps")
    move = models.CharField(max_length=12)
    on = models.DateField()
    note = models.CharField(max_length=1000, blank=True)
    amount = models.BigIntegerField(default=0)
    next_on = models.DateField(null=True)
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"note", "by_name"}
    plain: ClassVar[set[str]] = {
        "id", "referral", "move", "on", "amount", "next_on", "at", "by_ref",
    }  # fmt: skip

    class Meta:
        triggers: ClassVar = append_only()
