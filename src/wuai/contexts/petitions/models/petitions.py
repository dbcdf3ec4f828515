"""Petitions, their replies and notes. What was written is sealed in the application below."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wuai.contexts.petitions.rules.states import CODES, ENDED, KINDS
from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT


class Petition(models.Model):
    """One petition from any channel. ``guard`` is the permission without which it does not exist.

    ``name`` and ``subject`` may be searched where everybody at the desks may see the petition;
    of what is guarded they stay inside the seal.
    """

    id = models.BigAutoField(primary_key=True)
    application = models.OneToOneField(
        "applications.Application", PROTECT, to_field="ref", related_name="+"
    )
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=30)
    mailbox = models.CharField(max_length=20)
    edition = models.PositiveSmallIntegerField()
    guard = models.CharField(max_length=40)
    category = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=10)
    via = models.CharField(max_length=12, blank=True)
    box = models.ForeignKey(
        "petitions.BoxOpening", PROTECT, null=True, related_name="+", db_index=False
    )
    case = models.ForeignKey("cases.Case", PROTECT, null=True, related_name="+", db_index=False)
    section = models.ForeignKey(
        "organisation.Section", PROTECT, null=True, related_name="+", db_index=False
    )
    owner_ref = models.CharField(max_length=80, blank=True)
    owner_name = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=100, blank=True)
    subject = models.CharField(max_length=80, blank=True)
    is_anonymous = models.BooleanField(default=False)
    state = models.CharField(max_length=12)
    received_on = models.DateField()
    due_on = models.DateField()
    promised_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    # A recorded statement (筆錄): read back and signed, or signing refused; nothing where written.
    signed = models.CharField(max_length=10, blank=True)

    personal: ClassVar[set[str]] = {"owner_name", "name", "subject"}
    plain: ClassVar[set[str]] = {
        "id", "application", "branch", "number", "mailbox", "edition", "guard", "category",
        "channel", "via", "box", "case", "section", "owner_ref", "is_anonymous", "state",
        "received_on", "due_on", "promised_on", "ended_on", "signed",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "number"], name="petition_number_once"),
            models.CheckConstraint(condition=Q(state__in=CODES), name="petition_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_on__isnull=False)
                | ~Q(state__in=ENDED) & Q(ended_on__isnull=True),
                name="petition_end_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(guard="petition.view") | Q(name="", subject=""),
                name="petition_guarded_names_nobody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["branch", "due_on", "id"], condition=Q(ended_on__isnull=True),
                name="petition_running",
            ),
            models.Index(fields=["branch", "-id"], name="petition_newest"),
            models.Index(fields=["branch", "received_on"], name="petition_received"),
        ]  # fmt: skip
        triggers: ClassVar = row_images()

    @property
    def ref(self) -> uuid.UUID:
        """Its public id, the same as of the request below."""
        return uuid.UUID(str(self.application_id))


class Reply(models.Model):
    """One proposed answer: who drafted it, who decided on it. A new try is a new row."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    petition = models.ForeignKey(Petition, PROTECT, related_name="replies")
    kind = models.CharField(max_length=12)
    ground = models.CharField(max_length=12, blank=True)
    earlier = models.ForeignKey(Petition, PROTECT, null=True, related_name="+", db_index=False)
    agency = models.CharField(max_length=100, blank=True)
    text = models.BinaryField()
    remedy = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=80)
    drafter = models.CharField(max_length=120)
    outcome = models.CharField(max_length=10, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decider = models.CharField(max_length=120, blank=True)
    decided_note = models.CharField(max_length=500, blank=True)
    posted_on = models.DateField(null=True)
    registered_no = models.CharField(max_length=30, blank=True)

    personal: ClassVar[set[str]] = {
        "text", "reason", "drafter", "decider", "decided_note", "registered_no",
    }  # fmt: skip
    plain: ClassVar[set[str]] = {
        "id", "ref", "petition", "kind", "ground", "earlier", "agency", "remedy", "drafted_at",
        "drafted_by", "outcome", "decided_at", "decided_by", "posted_on",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["petition"], condition=Q(outcome=""), name="reply_one_waiting"
            ),
            models.UniqueConstraint(
                fields=["petition"], condition=Q(outcome="APPROVED"), name="reply_approved_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="reply_kind_known"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True, decided_by="")
                | Q(outcome__in=["APPROVED", "RETURNED"], decided_at__isnull=False)
                & ~Q(decided_by=""),
                name="reply_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=models.F("drafted_by")),
                name="reply_two_people",
            ),
        ]
        triggers: ClassVar = row_images("text", "reason", "decided_note")


class PetitionNote(models.Model):
    """What was done beside the moves: another unit, a category, a signature, a letter posted."""

    id = models.BigAutoField(primary_key=True)
    petition = models.ForeignKey(Petition, PROTECT, related_name="notes")
    code = models.CharField(max_length=20)
    text = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"text", "by_name"}
    plain: ClassVar[set[str]] = {"id", "petition", "code", "at", "by_ref"}

    class Meta:
        triggers: ClassVar = append_only()


class SurveyInvite(models.Model):
    """Whoever was answered may say once how it was; here stands only whether it was said."""

    id = models.BigAutoField(primary_key=True)
    petition = models.OneToOneField(Petition, PROTECT, related_name="+")
    used = models.BooleanField(default=False)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "petition", "used"}


class SurveyAnswer(models.Model):
    """An anonymous answer: no petition, no moment, no serial number that could lead back to one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    quarter = models.CharField(max_length=6)
    understood = models.PositiveSmallIntegerField()
    in_time = models.PositiveSmallIntegerField()
    content = models.PositiveSmallIntegerField()
    comment = models.CharField(max_length=500, blank=True)

    personal: ClassVar[set[str]] = {"comment"}
    plain: ClassVar[set[str]] = {"id", "branch", "quarter", "understood", "in_time", "content"}

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(understood__range=(1, 5), in_time__range=(1, 5), content__range=(1, 5)),
                name="survey_scale",
            ),
        ]
        triggers: ClassVar = append_only()
