"""Mailboxes that are fetched, and every letter that came from them: what became of it, once."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wuai.contexts.petitions.rules.incoming import OUTCOMES
from wuai.platform.triggers import row_images

PROTECT = models.PROTECT
# Under which name the head of a letter is sealed.
TOLD = "petitions_incoming.told"


class FetchedBox(models.Model):
    """How far a mailbox at a server has been read, and since when it cannot be read.

    ``validity`` is the server's word for its numbering: when it changes, all is read again, and
    what is here already stays one letter. ``begun_at``: what came before is left where it lies.
    """

    id = models.BigAutoField(primary_key=True)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=40)
    address = models.CharField(max_length=254)
    validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "branch", "code", "address", "validity", "last_uid", "begun_at", "asked_at",
        "read_at", "failing_since", "failure",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "code"], name="fetched_box_once"),
            models.CheckConstraint(
                condition=Q(failing_since__isnull=True, failure="")
                | Q(failing_since__isnull=False) & ~Q(failure=""),
                name="fetched_failure_has_words",
            ),
        ]


class Incoming(models.Model):
    """One letter as it came: sealed, whole, and with what it became.

    ``key`` is made of where it came from and what it says, so that it comes once. ``told`` is the
    sealed head of the letter; ``stored`` the letter itself, for whoever doubts what was made of it.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    key = models.UUIDField(unique=True)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    box = models.CharField(max_length=40)
    mailbox = models.CharField(max_length=20)
    guard = models.CharField(max_length=40)
    sender_index = models.BinaryField(max_length=16, null=True)
    told = models.BinaryField()
    stored = models.ForeignKey(
        "platform.StoredFile", PROTECT, null=True, related_name="+", db_index=False
    )
    came_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    outcome = models.CharField(max_length=10)
    reason = models.CharField(max_length=12, blank=True)
    # What it became, or what it was added to.
    application = models.ForeignKey(
        "applications.Application", PROTECT, to_field="ref", null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)

    personal: ClassVar[set[str]] = {"sender_index", "told"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "key", "branch", "box", "mailbox", "guard", "stored", "came_at", "taken_at",
        "outcome", "reason", "application", "decided_at", "decided_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome__in=list(OUTCOMES)), name="incoming_outcome_known"
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["PETITION", "ADDED"]) | Q(application__isnull=False),
                name="incoming_petition_is_one",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(outcome="PETITION"),
                name="incoming_petition_once",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["ASIDE", "LEFT"]) | ~Q(reason=""),
                name="incoming_aside_has_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["branch", "-id"], name="incoming_newest"),
            models.Index(
                fields=["branch", "id"], condition=Q(outcome="ASIDE"), name="incoming_to_look_at"
            ),
            models.Index(fields=["sender_index", "taken_at"], name="incoming_of_sender"),
        ]
        triggers: ClassVar = row_images("told", "sender_index")

    @property
    def petition(self) -> uuid.UUID | None:
        """The public id of what it became or was added to."""
        return uuid.UUID(str(self.application_id)) if self.application_id else None
