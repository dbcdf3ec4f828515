"""Deadlines that run, how each was reckoned, and each time a closure moved one."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.contexts.deadlines.models.closures import Closure
from wuai.contexts.deadlines.rules import states
from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT
_ENDS = ["END_OF_DAY", "NOON"]


class Reckoning(models.Model):
    """One computation with every day that counted or not. Deadlines that agree share it.

    ``digest`` covers all of it; ``pauses`` are pairs of days, ``steps`` triples of day, 中文, English.
    """

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64, unique=True)
    rule = models.CharField(max_length=40)
    rule_since = models.DateField()
    county = models.CharField(max_length=20, blank=True)
    started_on = models.DateField()
    extended = models.BooleanField()
    pauses = models.JSONField(default=list)
    due_on = models.DateField()
    until = models.CharField(max_length=10)
    steps = models.JSONField()

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "digest", "rule", "rule_since", "county", "started_on", "extended", "pauses",
        "due_on", "until", "steps",
    }  # fmt: skip

    class Meta:
        triggers: ClassVar = append_only()


class Deadlines(models.QuerySet["Deadline"]):
    """Filters."""

    def open(self) -> "Deadlines":
        """Not met and not called off."""
        return self.filter(state__in=states.OPEN)

    def of(self, kind: str, subject: str, rule: str = "") -> "Deadlines":
        """Of one subject; only by one rule, if it is named."""
        found = self.filter(kind=kind, subject=subject)
        return found.filter(rule=rule) if rule else found


class Deadline(models.Model):
    """Something must happen by a day: for which subject, by which rule, who answers for it.

    ``subject`` is the public id of the subject in its own context, ``kind`` the code under which
    that context registered, ``sort`` a code of its own by which figures are kept apart. ``is_late``
    is said when it was met.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    section = models.ForeignKey(
        "organisation.Section", PROTECT, null=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=80)
    sort = models.CharField(max_length=40, blank=True, default="")
    case_ref = models.CharField(max_length=36, blank=True)
    rule = models.CharField(max_length=40)
    started_on = models.DateField()
    reckoning = models.ForeignKey(Reckoning, PROTECT, related_name="+")
    due_on = models.DateField()
    until = models.CharField(max_length=10)
    first_due_on = models.DateField()
    state = models.CharField(max_length=10)
    suspended_on = models.DateField(null=True)
    extended_on = models.DateField(null=True)
    told_on = models.DateField(null=True)
    extension_reason = models.CharField(max_length=300, blank=True)
    met_on = models.DateField(null=True)
    met_at = models.DateTimeField(null=True)
    is_late = models.BooleanField(null=True)
    reminded_on = models.DateField(null=True)
    seen_at = models.DateTimeField(null=True)
    seen_by_ref = models.CharField(max_length=80, blank=True)
    seen_by_name = models.CharField(max_length=120, blank=True)
    seen_note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    objects = Deadlines.as_manager()

    personal: ClassVar[set[str]] = {"extension_reason", "seen_by_name", "seen_note"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "section", "kind", "subject", "sort", "case_ref", "rule", "started_on",
        "reckoning", "due_on", "until", "first_due_on", "state", "suspended_on", "extended_on",
        "told_on", "met_on", "met_at", "is_late", "reminded_on", "seen_at", "seen_by_ref",
        "created_at",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "subject", "rule"], name="deadline_once",
                condition=models.Q(state__in=states.OPEN),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=states.STATES), name="deadline_state_known"
            ),
            models.CheckConstraint(condition=models.Q(until__in=_ENDS), name="deadline_until_known"),
            models.CheckConstraint(
                condition=models.Q(
                    state="MET", met_on__isnull=False, met_at__isnull=False, is_late__isnull=False
                ) | (~models.Q(state="MET") & models.Q(
                    met_on__isnull=True, met_at__isnull=True, is_late__isnull=True
                )),
                name="deadline_met_says_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="SUSPENDED") | models.Q(suspended_on__isnull=False),
                name="deadline_suspended_says_since",
            ),
            models.CheckConstraint(
                condition=models.Q(extended_on__isnull=True, told_on__isnull=True)
                | models.Q(extended_on__isnull=False, told_on__isnull=False, extension_reason__gt=""),
                name="deadline_extended_says_why",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(
                fields=["branch", "due_on", "id"], name="deadline_due",
                condition=models.Q(state__in=states.OPEN),
            ),
            models.Index(fields=["branch", "met_on"], name="deadline_met"),
        ]  # fmt: skip
        triggers: ClassVar = row_images()


class DeadlineMove(models.Model):
    """A closure moved a deadline, or its withdrawal moved it back. ``batch`` is one declaration's."""

    id = models.BigAutoField(primary_key=True)
    deadline = models.ForeignKey(Deadline, PROTECT, related_name="+")
    closure = models.ForeignKey(Closure, PROTECT, related_name="+", db_index=False)
    batch = models.UUIDField()
    is_back = models.BooleanField()
    state_before = models.CharField(max_length=10)
    from_due_on = models.DateField()
    from_until = models.CharField(max_length=10)
    to_due_on = models.DateField()
    to_until = models.CharField(max_length=10)
    at = models.DateTimeField()

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "deadline", "closure", "batch", "is_back", "state_before", "from_due_on",
        "from_until", "to_due_on", "to_until", "at",
    }  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["batch", "id"], name="deadline_move_batch"),
            models.Index(fields=["closure", "deadline"], name="deadline_move_closure"),
        ]
        triggers: ClassVar = append_only()
