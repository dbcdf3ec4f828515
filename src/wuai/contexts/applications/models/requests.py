"""Drafts and their files, applications as they were received, and every step they took."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT
CHANNELS = ["WEB", "COUNTER", "PHONE", "POST", "FAX", "MAIL", "SOCIAL", "NIGHT"]
RECEIVING, QUARANTINED, CLEAN, INFECTED = "RECEIVING", "QUARANTINED", "CLEAN", "INFECTED"
SCANS = [RECEIVING, QUARANTINED, CLEAN, INFECTED]


class Application(models.Model):
    """One request of a person, from any channel; what was asked does not change any more.

    ``answers`` is sealed JSON; ``digest`` the SHA-256 that stands on the receipt. The applicant's
    name is searchable as the paper would be; numbers of identity are inside the seal only.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=30)
    code_index = models.BinaryField(max_length=16)
    kind = models.CharField(max_length=40)
    version = models.SmallIntegerField()
    case = models.ForeignKey("cases.Case", PROTECT, null=True, related_name="+", db_index=False)
    section = models.ForeignKey(
        "organisation.Section", PROTECT, null=True, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=10)
    identity = models.CharField(max_length=12)
    person_index = models.BinaryField(max_length=16, null=True)
    name = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=10)
    answers = models.BinaryField()
    digest = models.CharField(max_length=64)
    key = models.UUIDField(unique=True)
    restricted_to = models.CharField(max_length=60, blank=True)
    received_at = models.DateTimeField()
    received_on = models.DateField()
    registered_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    waiting_since = models.DateField(null=True)
    state = models.CharField(max_length=12)
    proposed = models.CharField(max_length=12, blank=True)
    proposed_by = models.CharField(max_length=80, blank=True)
    owner_ref = models.CharField(max_length=80, blank=True)
    owner_name = models.CharField(max_length=120, blank=True)
    ended_on = models.DateField(null=True)

    personal: ClassVar[set[str]] = {
        "name", "phone", "email", "answers", "person_index", "owner_name",
    }  # fmt: skip
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "number", "code_index", "kind", "version", "case", "section",
        "channel", "identity", "language", "digest", "key", "restricted_to", "received_at",
        "received_on", "registered_at", "due_on", "waiting_since", "state", "proposed",
        "proposed_by", "owner_ref", "ended_on",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "number"], name="application_number_once"),
            models.CheckConstraint(
                condition=Q(channel__in=CHANNELS), name="application_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(received_at__lte=F("registered_at")), name="application_received_first"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["branch", "due_on", "id"], condition=Q(ended_on__isnull=True),
                name="application_running",
            ),
            models.Index(fields=["case", "id"], name="application_of_case"),
            models.Index(fields=["branch", "-id"], name="application_newest"),
            models.Index(fields=["person_index", "id"], name="application_of_person"),
        ]  # fmt: skip
        triggers: ClassVar = row_images("answers", "phone", "email")


class Draft(models.Model):
    """A form being filled in: kept at every step, resumed by its code on any device.

    ``code_index`` is the blind index of the code that the person was shown; the code itself is
    kept nowhere. Answers are sealed under the draft's id. ``identity`` is what was shown at the
    beginning; it belongs to the draft, so that it holds on another device too. ``power`` is the power
    of attorney under which an agent began it; it is looked at again when the form is sent.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    version = models.SmallIntegerField()
    code_index = models.BinaryField(max_length=16, unique=True)
    person_index = models.BinaryField(max_length=16, null=True)
    identity = models.CharField(max_length=12, default="NONE")
    power = models.UUIDField(null=True)
    proven_case = models.ForeignKey(
        "cases.Case", PROTECT, null=True, related_name="+", db_index=False
    )
    answers = models.BinaryField()
    done = models.JSONField(default=list)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    expires_on = models.DateField()
    application = models.OneToOneField(Application, PROTECT, null=True, related_name="+")

    personal: ClassVar[set[str]] = {"answers", "person_index"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "kind", "version", "code_index", "identity", "power", "proven_case",
        "done", "started_at", "saved_at", "expires_on", "application",
    }  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["expires_on", "id"], condition=Q(application__isnull=True),
                name="draft_expiring",
            ),
        ]  # fmt: skip


class Upload(models.Model):
    """One file of a draft or an application, received piece by piece, in quarantine until scanned."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, related_name="uploads")
    application = models.ForeignKey(Application, PROTECT, null=True, related_name="uploads")
    evidence = models.CharField(max_length=40)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    scan = models.CharField(max_length=12, default=RECEIVING)
    verdict = models.CharField(max_length=120, blank=True)
    begun_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    personal: ClassVar[set[str]] = {"name"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "draft", "application", "evidence", "media_type", "size", "received", "sha256",
        "scan", "verdict", "begun_at", "scanned_at", "removed_at",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(received__gte=0, received__lte=F("size"), size__gt=0),
                name="upload_within_size",
            ),
            models.CheckConstraint(condition=Q(scan__in=SCANS), name="upload_scan_known"),
            models.CheckConstraint(
                condition=Q(scan=RECEIVING) | Q(received=F("size")) & ~Q(sha256=""),
                name="upload_whole_before_scan",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["id"], condition=Q(scan=QUARANTINED), name="upload_to_scan"
            ),
        ]  # fmt: skip


class UploadPart(models.Model):
    """A piece of an upload, stored encrypted, in its place."""

    id = models.BigAutoField(primary_key=True)
    upload = models.ForeignKey(Upload, models.CASCADE, related_name="parts")
    offset = models.BigIntegerField()
    size = models.BigIntegerField()
    stored = models.ForeignKey("platform.StoredFile", PROTECT, related_name="+", db_index=False)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "upload", "offset", "size", "stored"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "offset"], name="upload_part_once"),
        ]


class ApplicationStep(models.Model):
    """One move of an application. The applicant reads ``note``; ``inner_note`` stays in the house."""

    id = models.BigAutoField(primary_key=True)
    application = models.ForeignKey(Application, PROTECT, related_name="steps")
    origin = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=12)
    move = models.CharField(max_length=20)
    at = models.DateTimeField()
    by_kind = models.CharField(max_length=10)
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    inner_note = models.TextField(blank=True)
    due_on = models.DateField(null=True)

    personal: ClassVar[set[str]] = {"by_name", "note", "inner_note"}
    plain: ClassVar[set[str]] = {
        "id", "application", "origin", "state", "move", "at", "by_kind", "by_ref", "due_on",
    }  # fmt: skip

    class Meta:
        triggers: ClassVar = append_only()


class ResultDocument(models.Model):
    """A document that answers an application: a letter, a decision, copies."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    application = models.ForeignKey(Application, PROTECT, related_name="results")
    step = models.ForeignKey(ApplicationStep, PROTECT, related_name="results")
    name = models.CharField(max_length=255)
    stored = models.ForeignKey("platform.StoredFile", PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"name", "by_name"}
    plain: ClassVar[set[str]] = {"id", "ref", "application", "step", "stored", "added_at", "by_ref"}

    class Meta:
        triggers: ClassVar = append_only()
