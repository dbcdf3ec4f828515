"""A holder of a right to buy first was told of the sale; what was looked up; what became of it."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.contexts.auctions.rules.preempting import FOUND, GROUNDS, HOW, STATE_NAMES
from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT


class Preemption(models.Model):
    """One notice to one holder. ``number`` stands on the notice; the answer names it.

    ``due_on`` is the day that the deadline engine gives; a closure moves it. Whether an answer came
    late follows from the two days and is kept nowhere else.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=40)
    key = models.UUIDField(unique=True)
    ground = models.CharField(max_length=14)
    rule = models.CharField(max_length=40)
    holder_name = models.CharField(max_length=100)
    holder_address = models.CharField(max_length=200, blank=True)
    lot = models.CharField(max_length=60)
    property = models.CharField(max_length=1000)
    price = models.BigIntegerField()
    terms = models.CharField(max_length=1000, blank=True)
    how = models.CharField(max_length=10)
    document_no = models.CharField(max_length=60)
    notified_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10)
    answered_on = models.DateField(null=True)
    application_ref = models.UUIDField(null=True)
    ended_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    made_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"holder_name", "holder_address", "made_name"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "case", "number", "key", "ground", "rule", "lot", "property",
        "price", "terms", "how", "document_no", "notified_on", "due_on", "state", "answered_on",
        "application_ref", "ended_on", "made_at", "made_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "number"], name="preemption_number_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=list(STATE_NAMES)), name="preemption_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(ground__in=list(GROUNDS), how__in=list(HOW)),
                name="preemption_ground_known",
            ),
            models.CheckConstraint(
                condition=models.Q(price__gt=0), name="preemption_price_positive"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["EXERCISED", "GRANTED", "REFUSED"])
                | models.Q(answered_on__isnull=False, application_ref__isnull=False),
                name="preemption_answer_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "id"], name="preemption_of_case"),
            models.Index(
                fields=["branch", "due_on", "id"], condition=models.Q(ended_on__isnull=True),
                name="preemption_running",
            ),
            models.Index(fields=["application_ref"], name="preemption_answer"),
        ]  # fmt: skip
        triggers: ClassVar = row_images()


class RegisterLookup(models.Model):
    """The register was looked up by the branch itself: when, under which number, with what result."""

    id = models.BigAutoField(primary_key=True)
    preemption = models.ForeignKey(Preemption, PROTECT, related_name="lookups")
    looked_up_on = models.DateField()
    document_no = models.CharField(max_length=60)
    found = models.CharField(max_length=10)
    note = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"note", "by_name"}
    plain: ClassVar[set[str]] = {
        "id", "preemption", "looked_up_on", "document_no", "found", "at", "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(found__in=list(FOUND)), name="lookup_found_known"
            )
        ]
        triggers: ClassVar = append_only()


class PreemptionStep(models.Model):
    """One thing that happened with a notice."""

    id = models.BigAutoField(primary_key=True)
    preemption = models.ForeignKey(Preemption, PROTECT, related_name="steps")
    move = models.CharField(max_length=10)
    state = models.CharField(max_length=10)
    on = models.DateField()
    note = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"note", "by_name"}
    plain: ClassVar[set[str]] = {"id", "preemption", "move", "state", "on", "at", "by_ref"}

    class Meta:
        triggers: ClassVar = append_only()
