"""Notices as issued, the batch and files in which they were printed, how they were served, and
the text blocks they are made of. What was printed stays: its content is kept sealed.
"""

import uuid
from typing import ClassVar

from django.db import models

from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT
CONTENT = "notices_notice.content"
BATCH_STATUSES = ["ISSUED", "PRINTED"]
NOTICE_STATUSES = ["WAITING", "PRINTED", "SET_ASIDE"]
VERSION_STATES = ["DRAFT", "APPROVED", "REFUSED"]
_BATCH_COUNTS = ("cases", "notices", "pages", "set_aside")


class NoticeBatch(models.Model):
    """Notices issued by one action, printed together in postal order.

    ``request_key`` says what was asked for (a referral batch, say): asked again, the same batch
    answers. ``delivered_at`` is when its files were handed over.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    request_key = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=8, default="ISSUED")
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)
    cases = models.IntegerField()
    notices = models.IntegerField()
    pages = models.IntegerField(default=0)
    set_aside = models.IntegerField(default=0)
    printed_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    personal: ClassVar[set[str]] = {"by_name"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "kind", "request_key", "status", "issued_on", "issued_at", "by_ref",
        *_BATCH_COUNTS, "printed_at", "delivered_at",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status="ISSUED", printed_at__isnull=True)
                | models.Q(status="PRINTED", printed_at__isnull=False),
                name="notice_batch_printed_with_moment",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["branch", "id"], name="notice_batch_branch"),
            models.Index(
                fields=["branch", "request_key"], name="notice_batch_request",
                condition=~models.Q(request_key=""),
            ),
        ]  # fmt: skip
        triggers: ClassVar = row_images()


class PrintFile(models.Model):
    """A merged PDF of a batch, or its index."""

    batch = models.ForeignKey(NoticeBatch, PROTECT, related_name="+", db_index=False)
    no = models.IntegerField()
    kind = models.CharField(max_length=5)
    stored = models.ForeignKey("platform.StoredFile", PROTECT, related_name="+")
    notices = models.IntegerField()
    pages = models.IntegerField()
    made_at = models.DateTimeField()

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "batch", "no", "kind", "stored", "notices", "pages", "made_at",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "kind", "no"], name="print_file_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["PDF", "INDEX"]), name="print_file_kind_known"
            ),
        ]
        triggers: ClassVar = append_only()


class Notice(models.Model):
    """One letter to one person, for one or several cases of a section.

    ``content`` is the whole letter as JSON, sealed for column ``CONTENT`` and row ``str(ref)``.
    ``position`` is its place in the postal order of the batch.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    batch = models.ForeignKey(NoticeBatch, PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=24)
    kind = models.CharField(max_length=12)
    obligor = models.ForeignKey("parties.Party", PROTECT, related_name="+")
    section = models.ForeignKey("organisation.Section", PROTECT, related_name="+", db_index=False)
    position = models.IntegerField()
    sorting = models.CharField(max_length=6)
    amount = models.BigIntegerField()
    issued_on = models.DateField()
    due_on = models.DateField(null=True)
    layout = models.CharField(max_length=20)
    content = models.BinaryField()
    status = models.CharField(max_length=9, default="WAITING")
    file = models.ForeignKey(PrintFile, PROTECT, null=True, related_name="+", db_index=False)
    first_page = models.IntegerField(null=True)
    pages = models.IntegerField(null=True)
    superseded_at = models.DateTimeField(null=True)

    personal: ClassVar[set[str]] = {"content", "sorting"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "batch", "number", "kind", "obligor", "section", "position",
        "amount", "issued_on", "due_on", "layout", "status", "file", "first_page", "pages",
        "superseded_at",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "number"], name="notice_number_once"),
            models.UniqueConstraint(fields=["batch", "position"], name="notice_position_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=NOTICE_STATUSES), name="notice_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status="PRINTED", file__isnull=False, pages__gt=0)
                | (~models.Q(status="PRINTED") & models.Q(file__isnull=True)),
                name="notice_printed_in_file",
            ),
        ]
        triggers: ClassVar = row_images()


class NoticeCase(models.Model):
    """A case that a notice tells about, what was owed in it that day, and its slip."""

    id = models.BigAutoField(primary_key=True)
    notice = models.ForeignKey(Notice, PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", PROTECT, related_name="+")
    slip = models.ForeignKey("payments.Slip", PROTECT, null=True, related_name="+", db_index=False)
    amount = models.BigIntegerField()

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "notice", "case", "slip", "amount"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "case"], name="notice_case_once")
        ]
        triggers: ClassVar = append_only()


class SetAside(models.Model):
    """A task: this notice could not be printed, because of these characters; what became of it."""

    notice = models.ForeignKey(Notice, PROTECT, related_name="+")
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    characters = models.JSONField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=10, blank=True)

    personal: ClassVar[set[str]] = {"characters"}
    plain: ClassVar[set[str]] = {
        "id", "notice", "branch", "opened_at", "closed_at", "closed_by", "outcome",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["notice"], condition=models.Q(closed_at__isnull=True), name="set_aside_once"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, closed_by="", outcome="")
                | models.Q(closed_at__isnull=False, outcome__in=["PRINTED", "REISSUED", "BY_HAND"]),
                name="set_aside_closed_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["branch", "id"], name="set_aside_open",
                condition=models.Q(closed_at__isnull=True),
            )
        ]  # fmt: skip
        triggers: ClassVar = row_images()


class ServiceAttempt(models.Model):
    """One attempt to serve a notice, as its certificate says, with the day it counts from."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    notice = models.ForeignKey(Notice, PROTECT, related_name="+")
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    key = models.UUIDField(unique=True)
    method = models.CharField(max_length=14)
    on = models.DateField()
    place = models.CharField(max_length=120, blank=True)
    person = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=16, blank=True)
    note = models.CharField(max_length=200, blank=True)
    effective_on = models.DateField(null=True)
    disputed_on = models.DateField(null=True)
    kept_until = models.DateField(null=True)
    steps = models.JSONField(default=list)
    evidence = models.ForeignKey(
        "platform.StoredFile", PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"place", "person", "note", "by_name"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "notice", "branch", "key", "method", "on", "reason", "effective_on",
        "disputed_on", "kept_until", "steps", "evidence", "at", "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(method="FAILED", effective_on__isnull=True, reason__gt="")
                | (~models.Q(method="FAILED") & models.Q(effective_on__isnull=False, reason="")),
                name="service_effect_or_reason",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["branch", "id"], name="service_branch")]
        triggers: ClassVar = append_only()


class TextBlockVersion(models.Model):
    """One version of a text block: of one branch, or (without a branch) of the house.

    The version that a letter carries is the newest approved one of its branch, else of the house,
    that is in force on the day of issue.
    """

    branch = models.ForeignKey(
        "organisation.Branch", PROTECT, null=True, related_name="+", db_index=False
    )
    block = models.CharField(max_length=12)
    version = models.IntegerField()
    zh = models.TextField()
    en = models.TextField()
    state = models.CharField(max_length=8, default="DRAFT")
    effective_on = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=80)
    written_by_name = models.CharField(max_length=120)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_by_name = models.CharField(max_length=120, blank=True)

    personal: ClassVar[set[str]] = {"written_by_name", "decided_by_name"}
    plain: ClassVar[set[str]] = {
        "id", "branch", "block", "version", "zh", "en", "state", "effective_on", "written_at",
        "written_by", "decided_at", "decided_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["branch", "block", "version"], nulls_distinct=False, name="text_block_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state="DRAFT", decided_at__isnull=True, decided_by="")
                | models.Q(state__in=["APPROVED", "REFUSED"], decided_at__isnull=False),
                name="text_block_decided_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by="") | ~models.Q(decided_by=models.F("written_by")),
                name="text_block_two_people",
            ),
        ]
        triggers: ClassVar = row_images()
