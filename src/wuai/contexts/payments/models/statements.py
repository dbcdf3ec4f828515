"""What an agency is told about its money, for a day or a month; written once, never changed."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wuai.platform.triggers import append_only

PROTECT = models.PROTECT
KINDS = ["DAY", "MONTH"]


class AgencyStatement(models.Model):
    """Collected for an agency and not yet remitted: opening, movements, closing of a period.

    Amounts are what the branch owes the agency. Which movements belong to the period is the day
    (Asia/Taipei) on which they were written into the ledger, so that a period that is over stays
    as it is.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey("organisation.Agency", PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=5)
    since = models.DateField()
    until = models.DateField()
    opening = models.BigIntegerField()
    received = models.BigIntegerField()
    taken_back = models.BigIntegerField()
    remitted = models.BigIntegerField()
    returned = models.BigIntegerField()
    closing = models.BigIntegerField()
    lines = models.IntegerField()
    made_at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "agency", "kind", "since", "until", "opening", "received",
        "taken_back", "remitted", "returned", "closing", "lines", "made_at", "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "branch", "kind", "since"], name="statement_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="statement_kind"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="statement_period"),
            models.CheckConstraint(
                condition=Q(
                    closing=F("opening") + F("received") - F("taken_back") - F("remitted")
                    + F("returned")
                ),
                name="statement_adds_up",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["branch", "kind", "since"], name="statement_branch")
        ]
        triggers: ClassVar = append_only()
