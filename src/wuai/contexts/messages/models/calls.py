"""Telephone calls to be made, and what came of each attempt."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.contexts.messages.rules.calls import OUTCOMES, PURPOSES, STATES
from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT


class Call(models.Model):
    """Somebody is to be called about one matter; ``once_key`` makes it one call.

    Who is no party (a neighbour who wants to see a house) has ``name`` and ``phone`` here.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey("parties.Party", PROTECT, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    telling = models.ForeignKey(
        "outbox.Telling", PROTECT, null=True, related_name="+", db_index=False
    )
    once_key = models.CharField(max_length=200, unique=True)
    purpose = models.CharField(max_length=10)
    reference = models.CharField(max_length=40)
    about = models.CharField(max_length=500, blank=True)
    link = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    state = models.CharField(max_length=10, default="OPEN")
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=80)

    personal: ClassVar[set[str]] = {"about", "name", "phone"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "party", "telling", "once_key", "purpose", "reference", "link",
        "due_on", "state", "created_at", "created_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=list(STATES)), name="call_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__in=list(PURPOSES)), name="call_purpose_known"
            ),
            models.CheckConstraint(
                condition=models.Q(party__isnull=False) | models.Q(name__gt="", phone__gt=""),
                name="call_reaches_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["branch", "state", "due_on", "id"], name="call_due"),
            models.Index(fields=["party", "-id"], name="call_of_party"),
        ]
        triggers: ClassVar = row_images("phone")


class CallAttempt(models.Model):
    """One attempt and its outcome; ``key`` was made with the form."""

    call = models.ForeignKey(Call, PROTECT, related_name="attempts")
    key = models.UUIDField(unique=True)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=14)
    note = models.CharField(max_length=500, blank=True)
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"note", "by_name"}
    plain: ClassVar[set[str]] = {"id", "call", "key", "at", "outcome", "by_ref"}

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=list(OUTCOMES)), name="call_outcome_known"
            )
        ]
        triggers: ClassVar = append_only()
