"""What every context shares: history, reads, row images, seals, handled events, stored files."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.expressions import RawSQL

from wuai.platform.triggers import append_only


def _transaction_id() -> RawSQL:
    return RawSQL("pg_current_xact_id()::text::bigint", [])


class HistoryLine(models.Model):
    """One thing that somebody did. Written by actions, never changed."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    branch_id = models.BigIntegerField(null=True)
    by_kind = models.CharField(max_length=10)
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)
    subject_kind = models.CharField(max_length=40)
    subject_ref = models.CharField(max_length=80)
    case_ref = models.CharField(max_length=80, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    data = models.JSONField(default=dict)
    xid = models.BigIntegerField(db_default=_transaction_id())

    personal: ClassVar[set[str]] = {"by_name", "reason"}
    plain: ClassVar[set[str]] = {
        "id", "at", "action", "branch_id", "by_kind", "by_ref", "subject_kind", "subject_ref",
        "case_ref", "data", "xid",
    }  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_ref", "id"], name="history_subject"),
            models.Index(fields=["case_ref", "id"], name="history_case"),
            models.Index(fields=["by_ref", "id"], name="history_by"),
        ]
        triggers: ClassVar = append_only()


class ReadLine(models.Model):
    """One request that read personal data: who, when, where, why, about whom."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    branch_id = models.BigIntegerField(null=True)
    by_kind = models.CharField(max_length=10)
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)
    page = models.CharField(max_length=120)
    reason = models.TextField(blank=True, default="")
    subjects = models.JSONField(default=list)
    xid = models.BigIntegerField(db_default=_transaction_id())

    personal: ClassVar[set[str]] = {"by_name", "reason"}
    plain: ClassVar[set[str]] = {
        "id", "at", "branch_id", "by_kind", "by_ref", "page", "subjects", "xid",
    }  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["by_ref", "id"], name="read_by"),
            models.Index(fields=["page", "at"], name="read_page"),
            # A person asks who read about him.
            GinIndex(fields=["subjects"], name="read_subjects", opclasses=["jsonb_ops"]),
        ]
        triggers: ClassVar = append_only()


class RowImage(models.Model):
    """How a row looked before an UPDATE or DELETE; written by the triggers of ``row_images``."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    table_name = models.CharField(max_length=80)
    row_id = models.CharField(max_length=80)
    operation = models.CharField(max_length=6)
    by_ref = models.CharField(max_length=80, blank=True)
    action = models.CharField(max_length=80, blank=True)
    old = models.JSONField()
    xid = models.BigIntegerField(db_default=_transaction_id())

    personal: ClassVar[set[str]] = {"old"}
    plain: ClassVar[set[str]] = {
        "id", "at", "table_name", "row_id", "operation", "by_ref", "action", "xid",
    }  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["table_name", "row_id", "id"], name="row_image_row")
        ]
        triggers: ClassVar = append_only()


class RefusedChange(models.Model):
    """A try to change what may never change; written by ``platform.guard`` after the refusal."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    table_name = models.CharField(max_length=80)
    statement = models.CharField(max_length=20)
    action = models.CharField(max_length=80)
    by_ref = models.CharField(max_length=80)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "at", "table_name", "statement", "action", "by_ref"}

    class Meta:
        triggers: ClassVar = append_only()


class HandledEvent(models.Model):
    """The mark that one subscriber has heard one event; a repeated delivery finds it and does nothing."""

    id = models.BigAutoField(primary_key=True)
    event_ref = models.UUIDField()
    handler = models.CharField(max_length=120)
    at = models.DateTimeField()

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "event_ref", "handler", "at"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event_ref", "handler"], name="event_handled_once")
        ]


class StoredFile(models.Model):
    """A file kept encrypted in Django's storage; see ``platform.files``."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True)
    branch_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    key_id = models.CharField(max_length=20)
    path = models.CharField(max_length=200)
    stored_at = models.DateTimeField()

    personal: ClassVar[set[str]] = {"name"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch_id", "kind", "media_type", "size", "sha256", "key_id", "path",
        "stored_at",
    }  # fmt: skip


class IdempotencyKey(models.Model):
    """A request that was already done: the same key and body get the first answer again."""

    id = models.BigAutoField(primary_key=True)
    scope = models.CharField(max_length=120)
    key = models.CharField(max_length=200)
    body_sha256 = models.CharField(max_length=64)
    status = models.SmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField()

    personal: ClassVar[set[str]] = {"answer"}
    plain: ClassVar[set[str]] = {"id", "scope", "key", "body_sha256", "status", "created_at"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scope", "key"], name="idempotency_once")
        ]


class NumberCounter(models.Model):
    """The last number on paper given out per branch, year and kind. Never counts back."""

    id = models.BigAutoField(primary_key=True)
    branch_id = models.BigIntegerField()
    year = models.SmallIntegerField()
    kind = models.CharField(max_length=40)
    last = models.BigIntegerField(default=0)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "branch_id", "year", "kind", "last"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch_id", "year", "kind"], name="counter_once")
        ]
