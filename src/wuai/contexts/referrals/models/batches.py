"""Files of referrals: what came in, in which pieces, what became of every row."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT
RAW = "referrals_rowresult.raw"
RECEIVED, REHEARSED, DONE = "RECEIVED", "REHEARSED", "DONE"
FILE, PAPER, RETRY, CORRECTION = "FILE", "PAPER", "RETRY", "CORRECTION"
RENUMBERED = "RENUMBERED"  # duplicate rows under a number of their own


class Batch(models.Model):
    """One file of one agency for one branch, or the second try of its rejected rows.

    The same bytes are one batch (``sha256``); a second try is a batch of its own under the first
    (``parent``) with the next ``attempt``. ``seed_sha256`` commits to the seed of the assignment
    before anything is dealt; the block of case numbers is written down before it is used.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey("organisation.Agency", PROTECT, related_name="+", db_index=False)
    parent = models.ForeignKey("self", PROTECT, null=True, related_name="+")
    origin = models.CharField(max_length=10, default=FILE)
    attempt = models.IntegerField(default=0)
    once_key = models.UUIDField(null=True, unique=True)
    sha256 = models.CharField(max_length=64)
    file = models.ForeignKey("platform.StoredFile", PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    encoding = models.CharField(max_length=10)
    titles = models.JSONField(default=list)
    unknown_columns = models.JSONField(default=list)
    row_map = models.JSONField(null=True)
    on = models.DateField()
    status = models.CharField(max_length=10, default=RECEIVED)
    rows = models.IntegerField(null=True)
    accepted = models.IntegerField(null=True)
    rejected = models.IntegerField(null=True)
    duplicates = models.IntegerField(null=True)
    warnings = models.JSONField(default=list)
    seed_sha256 = models.CharField(max_length=64)
    number_year = models.SmallIntegerField(null=True)
    number_first = models.BigIntegerField(null=True)
    number_count = models.IntegerField(null=True)
    number_void = models.JSONField(default=list)
    total = models.BigIntegerField(null=True)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=80)
    completed_at = models.DateTimeField(null=True)
    receipt = models.JSONField(null=True)

    personal: ClassVar[set[str]] = {"file_name"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "agency", "parent", "origin", "attempt", "once_key", "sha256",
        "file", "size", "encoding", "titles", "unknown_columns", "row_map", "on", "status", "rows",
        "accepted", "rejected", "duplicates", "warnings", "seed_sha256", "number_year",
        "number_first", "number_count", "number_void", "total", "received_at", "received_by",
        "completed_at", "receipt",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["branch", "agency", "sha256", "attempt"], name="batch_file_once"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[RECEIVED, REHEARSED, DONE]),
                name="batch_status_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=DONE)
                | models.Q(
                    rows=models.F("accepted") + models.F("rejected") + models.F("duplicates")
                ),
                name="batch_rows_add_up",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["branch", "id"], name="batch_branch"),
            models.Index(fields=["agency", "id"], name="batch_agency"),
        ]
        triggers: ClassVar = row_images()


class BatchChunk(models.Model):
    """The ledger of chunks: rows ``first_row`` … that stand in the staging table, all or none."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()
    first_row = models.IntegerField()
    rows = models.IntegerField()

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "batch", "number", "first_row", "rows"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "number"], name="chunk_once")
        ]


class StagedRow(models.Model):
    """A checked row on its way; gone when its batch is done. The table is UNLOGGED."""

    id = models.BigAutoField(primary_key=True)
    batch_id = models.BigIntegerField()
    chunk_no = models.IntegerField()
    row_no = models.IntegerField()
    agency_ref = models.TextField()
    category_id = models.BigIntegerField(null=True)
    party_kind = models.TextField(null=True)
    name = models.TextField(null=True)
    name_search = models.TextField(null=True)
    id_kind = models.TextField(null=True)
    id_number = models.BinaryField(null=True)
    id_index = models.BinaryField(null=True)
    born_on = models.DateField(null=True)
    address = models.TextField(null=True)
    postcode = models.TextField(null=True)
    phone = models.TextField(null=True)
    email = models.TextField(null=True)
    representative = models.TextField(null=True)
    representative_id = models.BinaryField(null=True)
    party_ref = models.UUIDField(null=True)
    principal = models.BigIntegerField(null=True)
    surcharge = models.BigIntegerField(null=True)
    interest = models.BigIntegerField(null=True)
    fine = models.BigIntegerField(null=True)
    cost = models.BigIntegerField(null=True)
    period = models.TextField(null=True)
    due_on = models.DateField(null=True)
    final_on = models.DateField(null=True)
    collection_end_on = models.DateField(null=True)
    started_on = models.DateField(null=True)
    suspended_days = models.IntegerField(null=True)
    accrual_base = models.BigIntegerField(null=True)
    accrual_from = models.DateField(null=True)
    accrual_rate = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    title = models.TextField(null=True)
    served_on = models.DateField(null=True)
    certificate_no = models.TextField(null=True)
    measures = models.TextField(null=True)
    remark = models.TextField(null=True)
    limit_1_on = models.DateField(null=True)
    limit_2_on = models.DateField(null=True)
    errors = models.JSONField(null=True)
    warnings = models.JSONField(null=True)
    raw = models.BinaryField(null=True)

    personal: ClassVar[set[str]] = {
        "name", "name_search", "id_number", "id_index", "born_on", "address", "postcode", "phone",
        "email", "representative", "representative_id", "measures", "remark", "raw",
    }  # fmt: skip
    plain: ClassVar[set[str]] = {
        "id", "batch_id", "chunk_no", "row_no", "agency_ref", "category_id", "party_kind",
        "id_kind", "party_ref", "principal", "surcharge", "interest", "fine", "cost", "period",
        "due_on", "final_on", "collection_end_on", "started_on", "suspended_days", "accrual_base",
        "accrual_from", "accrual_rate", "title", "served_on", "certificate_no", "limit_1_on",
        "limit_2_on", "errors", "warnings",
    }  # fmt: skip


class RowResult(models.Model):
    """What became of one row, for good. A rejected row keeps its content, sealed (column ``RAW``,
    row ``<batch ref>:<row_no>``), so that it can be corrected and sent in again."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, PROTECT, related_name="+", db_index=False)
    row_no = models.IntegerField()
    agency_ref = models.CharField(max_length=40, blank=True)
    result = models.CharField(max_length=9)
    case = models.ForeignKey("cases.Case", PROTECT, null=True, related_name="+")
    errors = models.JSONField(null=True)
    warnings = models.JSONField(null=True)
    raw = models.BinaryField(null=True)

    personal: ClassVar[set[str]] = {"raw"}
    plain: ClassVar[set[str]] = {
        "id", "batch", "row_no", "agency_ref", "result", "case", "errors", "warnings",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "row_no"], name="row_result_once"),
            models.CheckConstraint(
                condition=models.Q(result="ACCEPTED", case__isnull=False, errors__isnull=True)
                | models.Q(result__in=["REJECTED", "DUPLICATE"], case__isnull=True,
                           errors__isnull=False),
                name="row_result_says_why",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(
                fields=["batch", "row_no"], name="row_result_refused",
                condition=~models.Q(result="ACCEPTED"),
            )
        ]  # fmt: skip
        triggers: ClassVar = append_only()


class RowAmendment(models.Model):
    """A duplicate row that was no second case: its agency took it as new figures of the first.

    ``row_no`` is the place in the first file; the result of the row stays as it was.
    """

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, PROTECT, related_name="+", db_index=False)
    row_no = models.IntegerField()
    case = models.ForeignKey("cases.Case", PROTECT, related_name="+")
    change = models.BigIntegerField()
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "batch", "row_no", "case", "change", "at", "by_ref"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "row_no"], name="row_amends_once")
        ]
        triggers: ClassVar = append_only()


class Attachment(models.Model):
    """A document that came with a batch, kept encrypted, for one of its rows or for all.

    ``supply``: it came later, as an answer to a request to supply.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    batch = models.ForeignKey(Batch, PROTECT, related_name="+")
    agency_ref = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=120)
    file = models.ForeignKey("platform.StoredFile", PROTECT, related_name="+")
    supply = models.ForeignKey("referrals.Supply", PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=80)

    personal: ClassVar[set[str]] = {"title"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "batch", "agency_ref", "file", "supply", "added_at", "added_by",
    }  # fmt: skip

    class Meta:
        triggers: ClassVar = append_only()


class FeedbackDay(models.Model):
    """The feedback of one day for one agency: told by mail once, acknowledged by the download."""

    id = models.BigAutoField(primary_key=True)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey("organisation.Agency", PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    rows = models.IntegerField()
    told_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, blank=True)
    downloaded_at = models.DateTimeField(null=True)
    downloaded_by = models.CharField(max_length=80, blank=True)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "branch", "agency", "on", "rows", "told_at", "sha256", "downloaded_at",
        "downloaded_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "branch", "on"], name="feedback_day_once")
        ]
        triggers: ClassVar = row_images()
