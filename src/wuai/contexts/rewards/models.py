"""Announcements of rewards for tips: what was published, by whose decision, until when."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.contexts.rewards.rules import NAMES, STATE_NAMES
from wuai.platform.triggers import row_images

PROTECT = models.PROTECT
_Q = models.Q


class RewardNotice(models.Model):
    """One announcement. ``shown_name`` is the name as the public reads it, masked unless decided otherwise."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", PROTECT, related_name="+", db_index=False)
    key = models.UUIDField(unique=True)
    number = models.CharField(max_length=40)
    naming = models.CharField(max_length=6)
    shown_name = models.CharField(max_length=100)
    sought = models.CharField(max_length=2000)
    percent = models.SmallIntegerField(null=True)
    most = models.BigIntegerField(null=True)
    legal_basis = models.CharField(max_length=500)
    since = models.DateField()
    until = models.DateField()
    state = models.CharField(max_length=9)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=80)
    proposed_name = models.CharField(max_length=120)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_name = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    ended_on = models.DateField(null=True)

    personal: ClassVar[set[str]] = {
        "shown_name", "sought", "proposed_name", "decided_name", "reason",
    }  # fmt: skip
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "case", "key", "number", "naming", "percent", "most", "legal_basis",
        "since", "until", "state", "proposed_at", "proposed_by", "decided_at", "decided_by",
        "ended_on",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "number"], name="reward_number_once"),
            models.CheckConstraint(
                condition=_Q(state__in=list(STATE_NAMES), naming__in=list(NAMES)),
                name="reward_state_known",
            ),
            models.CheckConstraint(
                condition=_Q(until__gte=models.F("since")), name="reward_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~_Q(legal_basis=""), name="reward_has_a_basis"),
            models.CheckConstraint(
                condition=_Q(percent__gte=1, percent__lte=100) | _Q(percent__isnull=True, most__gt=0),
                name="reward_says_how_much",
            ),
            models.CheckConstraint(
                condition=_Q(decided_by="") | ~_Q(decided_by=models.F("proposed_by")),
                name="reward_two_people",
            ),
            models.CheckConstraint(
                condition=~_Q(state__in=["PUBLISHED", "ENDED"]) | ~_Q(decided_by=""),
                name="reward_published_by_decision",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(
                fields=["until", "id"], condition=_Q(state="PUBLISHED"), name="reward_public"
            ),
            models.Index(fields=["branch", "-id"], name="reward_listed"),
            models.Index(fields=["case", "id"], name="reward_of_case"),
        ]  # fmt: skip
        triggers: ClassVar = row_images()
