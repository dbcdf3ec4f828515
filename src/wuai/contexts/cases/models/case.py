"""The enforcement case: number, section, people, days, limits. Money is the ledger's."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Case as Case_
from django.db.models import F, When
from django.db.models.functions import Coalesce

from wuai.platform.triggers import row_images

PROTECT = models.PROTECT
COMPONENTS = ["COST", "INTEREST", "SURCHARGE", "FINE", "PRINCIPAL"]
STATUSES = ["OPEN", "SUSPENDED", "PAID", "RETURNED", "WITHDRAWN", "CERTIFIED", "ENDED"]


class Case(models.Model):
    """One title, one case, one number (行政執行法施行細則 22).

    ``number`` is printed, ``number_key`` (``kernel.case_numbers.search_key``) is looked up.
    ``referred`` is the sum of the agency's figures when it was registered; what is owed now is the
    ledger's balance of account RECEIVABLE for this id. ``limit_*_on`` are the last days of
    enforcement (``legal.limitation``), ``limit_on`` is the one in force
    (the database computes it). Open means status OPEN or SUSPENDED.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    year = models.SmallIntegerField()
    serial = models.IntegerField()
    category = models.ForeignKey("organisation.Category", PROTECT, related_name="+", db_index=False)
    track = models.CharField(max_length=8)
    number = models.CharField(max_length=40)
    number_key = models.CharField(max_length=40)
    section = models.ForeignKey("organisation.Section", PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey("organisation.Agency", PROTECT, related_name="+", db_index=False)
    agency_ref = models.CharField(max_length=40)
    obligor = models.ForeignKey("parties.Party", PROTECT, related_name="+", db_index=False)
    batch_id = models.BigIntegerField(null=True)
    status = models.CharField(max_length=10, default="OPEN")
    referred = models.BigIntegerField()
    period = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200)
    served_on = models.DateField()
    due_on = models.DateField()
    final_on = models.DateField(null=True)
    collection_end_on = models.DateField(null=True)
    started_on = models.DateField(null=True)
    suspended_days = models.IntegerField(default=0)
    limit_1_on = models.DateField()
    limit_2_on = models.DateField(null=True)
    limit_on = models.GeneratedField(
        expression=Case_(
            When(started_on__isnull=True, then=F("limit_1_on")),
            default=Coalesce(F("limit_2_on"), F("limit_1_on")),
        ),
        output_field=models.DateField(),
        db_persist=True,
    )
    accrual_base = models.BigIntegerField(null=True)
    accrual_from = models.DateField(null=True)
    accrual_rate = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    certificate_no = models.CharField(max_length=60, blank=True)
    measures = models.CharField(max_length=200, blank=True)
    remark = models.TextField(blank=True)
    registered_on = models.DateField()
    registered_at = models.DateTimeField()
    amended_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    closing_code = models.CharField(max_length=20, blank=True)

    personal: ClassVar[set[str]] = {"remark", "measures"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "year", "serial", "category", "track", "number", "number_key",
        "section", "agency", "agency_ref", "obligor", "batch_id", "status", "referred", "period",
        "title", "served_on", "due_on", "final_on", "collection_end_on", "started_on",
        "suspended_days", "limit_1_on", "limit_2_on", "limit_on", "accrual_base", "accrual_from",
        "accrual_rate", "certificate_no", "registered_on", "registered_at", "amended_on", "closed_on",
        "closing_code",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["branch", "number_key"], name="case_number_once"
            ),
            models.UniqueConstraint(
                fields=["agency", "agency_ref", "branch"],
                condition=~models.Q(status__in=["RETURNED", "WITHDRAWN"]),
                name="case_agency_ref_once",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=STATUSES), name="case_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["OPEN", "SUSPENDED"], closed_on__isnull=True)
                | (~models.Q(status__in=["OPEN", "SUSPENDED"]) & models.Q(closed_on__isnull=False)),
                name="case_closed_with_day",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["branch", "section", "status", "id"], name="case_section"),
            models.Index(fields=["branch", "status", "id"], name="case_status"),
            models.Index(fields=["agency", "branch", "id"], name="case_agency"),
            models.Index(fields=["branch", "category", "id"], name="case_category"),
            models.Index(fields=["branch", "registered_on", "id"], name="case_registered"),
            models.Index(
                fields=["branch", "limit_on", "id"], name="case_limit",
                condition=models.Q(closed_on__isnull=True),
            ),
            models.Index(
                fields=["branch", "section", "id"], name="case_unstarted",
                condition=models.Q(closed_on__isnull=True, started_on__isnull=True),
            ),
            models.Index(
                fields=["branch", "closed_on"], name="case_closed",
                condition=models.Q(closed_on__isnull=False),
            ),
            models.Index(
                fields=["branch", "amended_on"], name="case_amended",
                condition=models.Q(amended_on__isnull=False),
            ),
            models.Index(fields=["batch_id", "id"], name="case_batch"),
            # Whole in the index: the newest cases of two thousand people are found without a row.
            models.Index(fields=["obligor", "branch", "id"], name="case_obligor"),
        ]  # fmt: skip
        triggers: ClassVar = row_images()
