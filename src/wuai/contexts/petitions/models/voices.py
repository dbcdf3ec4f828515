"""What petitions lead to, and what people write on the board."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wuai.contexts.petitions.models.petitions import Petition
from wuai.contexts.petitions.rules.voices import OUTCOMES, POSTED
from wuai.platform.triggers import row_images

PROTECT = models.PROTECT


class Group(models.Model):
    """Petitions about the same thing, and how the branch answered all of them at once."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=160)
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, blank=True)
    text_zh = models.CharField(max_length=2000, blank=True)
    text_en = models.CharField(max_length=3000, blank=True)
    proposed_by = models.CharField(max_length=80, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=80, blank=True)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "title_zh", "title_en", "made_at", "outcome", "text_zh", "text_en",
        "proposed_by", "published_at", "published_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome__in=["", *OUTCOMES]), name="group_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | ~Q(outcome="") & ~Q(text_zh="") & ~Q(text_en="") & ~Q(published_by=""),
                name="group_published_whole",
            ),
            models.CheckConstraint(
                condition=Q(published_by="") | ~Q(published_by=models.F("proposed_by")),
                name="group_two_people",
            ),
        ]
        triggers: ClassVar = row_images()


class Grouped(models.Model):
    """A petition in a group."""

    id = models.BigAutoField(primary_key=True)
    group = models.ForeignKey(Group, PROTECT, related_name="members", db_index=False)
    petition = models.ForeignKey(Petition, PROTECT, related_name="+")

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "group", "petition"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "petition"], name="grouped_once"),
        ]


class Post(models.Model):
    """Something written on the board: nobody reads it before a person let it through."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    key = models.UUIDField(unique=True)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    alias = models.CharField(max_length=30, blank=True)
    text = models.CharField(max_length=1000)
    language = models.CharField(max_length=10)
    written_at = models.DateTimeField()
    state = models.CharField(max_length=8)
    answer = models.CharField(max_length=1000, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decider = models.CharField(max_length=120, blank=True)

    personal: ClassVar[set[str]] = {"alias", "text", "answer", "reason", "decider"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "key", "branch", "language", "written_at", "state", "decided_at", "decided_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=POSTED), name="post_state_known"),
            models.CheckConstraint(
                condition=~Q(state="HIDDEN") | ~Q(reason=""), name="post_hidden_with_reason"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["branch", "state", "-id"], name="post_of_board"),
        ]
        triggers: ClassVar = row_images("text", "alias")
