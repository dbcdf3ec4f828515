"""Service by publication (公示送達): what was asked for, who allowed it, when it hung and counted."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.contexts.notices.models.notices import PROTECT, Notice, ServiceAttempt
from wuai.platform.triggers import row_images

RUNNING = ["PREPARED", "APPROVED", "POSTED"]
PUBLICATION_STATES = [*RUNNING, "REFUSED", "EFFECTIVE", "WITHDRAWN"]
_Q = models.Q


class Publication(models.Model):
    """A notice that is served by being posted.

    ``posted_on`` is the Taipei day of ``posted_at``; ``printed_on`` the day of the last printing in
    a gazette or newspaper. ``effective_on`` is reckoned when it is posted and again on each change;
    ``attempt`` is the service it became on that day.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    notice = models.ForeignKey(Notice, PROTECT, related_name="+")
    key = models.UUIDField(unique=True)
    number = models.CharField(max_length=24, blank=True)
    ground = models.CharField(max_length=16)
    basis = models.CharField(max_length=8)
    method = models.CharField(max_length=14)
    requested_by = models.CharField(max_length=100, blank=True)
    facts = models.CharField(max_length=500, blank=True)
    evidence = models.ForeignKey(
        "platform.StoredFile", PROTECT, null=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=9, default="PREPARED")
    prepared_at = models.DateTimeField()
    prepared_by = models.CharField(max_length=80)
    prepared_by_name = models.CharField(max_length=120)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_by_name = models.CharField(max_length=120, blank=True)
    posted_at = models.DateTimeField(null=True)
    posted_on = models.DateField(null=True)
    posted_place = models.CharField(max_length=120, blank=True)
    posted_by_name = models.CharField(max_length=120, blank=True)
    printed_on = models.DateField(null=True)
    printed_where = models.CharField(max_length=120, blank=True)
    effective_on = models.DateField(null=True)
    disputed_on = models.DateField(null=True)
    shown_until = models.DateField(null=True)
    steps = models.JSONField(default=list)
    attempt = models.ForeignKey(
        ServiceAttempt, PROTECT, null=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=120, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    personal: ClassVar[set[str]] = {
        "requested_by", "facts", "prepared_by_name", "decided_by_name", "posted_by_name",
        "ended_by_name", "ended_reason",
    }  # fmt: skip
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "notice", "key", "number", "ground", "basis", "method", "evidence",
        "state", "prepared_at", "prepared_by", "decided_at", "decided_by", "posted_at", "posted_on",
        "posted_place", "printed_on", "printed_where", "effective_on", "disputed_on",
        "shown_until", "steps", "attempt", "ended_at",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["notice"], condition=_Q(state__in=RUNNING), name="publication_runs_once"
            ),
            models.UniqueConstraint(
                fields=["branch", "number"],
                condition=~_Q(number=""),
                name="publication_number_once",
            ),
            models.CheckConstraint(
                condition=_Q(state__in=PUBLICATION_STATES), name="publication_state_known"
            ),
            models.CheckConstraint(
                condition=_Q(decided_by="") | ~_Q(decided_by=models.F("prepared_by")),
                name="publication_two_people",
            ),
            models.CheckConstraint(
                condition=~_Q(state__in=["POSTED", "EFFECTIVE"])
                | _Q(posted_on__isnull=False, effective_on__isnull=False, number__gt=""),
                name="publication_posted_whole",
            ),
            models.CheckConstraint(
                condition=_Q(state="EFFECTIVE", attempt__isnull=False)
                | (~_Q(state="EFFECTIVE") & _Q(attempt__isnull=True)),
                name="publication_served_once",
            ),
            models.CheckConstraint(
                condition=_Q(state="WITHDRAWN", ended_at__isnull=False, ended_reason__gt="")
                | ~_Q(state="WITHDRAWN"),
                name="publication_ended_with_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["branch", "id"], name="publication_branch"),
            models.Index(
                fields=["shown_until", "id"], name="publication_shown",
                condition=_Q(state__in=["POSTED", "EFFECTIVE"]),
            ),
        ]  # fmt: skip
        triggers: ClassVar = row_images()
