"""What a referral lacks, and that its agency was asked to supply it (補正)."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.contexts.referrals.rules import supplies as rules
from wuai.platform.triggers import row_images

PROTECT = models.PROTECT


class SupplyItem(models.Model):
    """A thing that a referral may lack: a table of the house, the law that asks for it beside it.

    ``needs_words``: the name alone does not say what is wanted.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=20, unique=True)
    rank = models.SmallIntegerField()
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120)
    basis_zh = models.CharField(max_length=80)
    basis_en = models.CharField(max_length=120)
    needs_words = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "code", "rank", "name_zh", "name_en", "basis_zh", "basis_en", "needs_words",
        "is_active",
    }  # fmt: skip

    class Meta:
        triggers: ClassVar = row_images()


class Supply(models.Model):
    """A request to supply (補正通知) for one case: what is asked, by when, what came, if it is enough.

    ``item_key`` are the codes of ``items`` in one spelling: the same things are asked for once
    at a time. ``once_key`` is the key of the form that asked, for all the cases it named.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey("organisation.Agency", PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", PROTECT, related_name="+", db_index=False)
    once_key = models.UUIDField()
    year = models.SmallIntegerField()
    serial = models.IntegerField()
    number = models.CharField(max_length=60)
    items = models.JSONField()
    item_key = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    asked_on = models.DateField()
    due_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    state = models.CharField(max_length=12, default=rules.OPEN)
    answer = models.CharField(max_length=8, blank=True)
    answer_words = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)
    verdict_words = models.TextField(blank=True)
    closed_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True)

    personal: ClassVar[set[str]] = {"words", "answer_words", "verdict_words"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "agency", "case", "once_key", "year", "serial", "number", "items",
        "item_key", "asked_on", "due_on", "asked_at", "asked_by", "state", "answer",
        "answered_on", "answered_at", "answered_by", "closed_on", "closed_at", "closed_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "number"], name="supply_number_once"),
            models.UniqueConstraint(fields=["case", "once_key"], name="supply_asked_once"),
            models.UniqueConstraint(
                fields=["case", "item_key"], condition=models.Q(state__in=rules.RUNNING),
                name="supply_runs_once",
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__gt=models.F("asked_on")), name="supply_due_after_asked"
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, answer="")
                | (models.Q(answered_at__isnull=False) & ~models.Q(answer="")),
                name="supply_answer_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=rules.RUNNING, closed_at__isnull=True)
                | (~models.Q(state__in=rules.RUNNING) & models.Q(closed_at__isnull=False)),
                name="supply_closed_by",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["branch", "state", "due_on"], name="supply_branch"),
            models.Index(fields=["agency", "state", "due_on"], name="supply_agency"),
            models.Index(fields=["case", "id"], name="supply_case"),
        ]
        triggers: ClassVar = row_images()
