"""Mailboxes are configuration: each change is an edition of its own, and none is ever rewritten."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wuai.platform.triggers import append_only

PROTECT = models.PROTECT
AUDIENCES = ("PUBLIC", "STAFF")
IDENTITIES = ("NONE", "NAME", "CARD")


class MailboxEdition(models.Model):
    """How a mailbox of a branch is from a moment on; the newest edition counts.

    A branch begins with the mailboxes of ``reference_data/mailboxes.csv`` (edition 0).
    ``categories`` is a list of ``[code, 中文, English]``; ``days`` a promise of the branch in
    working days that is shorter than the rule, 0 for none.
    """

    id = models.BigAutoField(primary_key=True)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=20)
    number = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80)
    opening_zh = models.CharField(max_length=600)
    opening_en = models.CharField(max_length=1000)
    audience = models.CharField(max_length=8)
    kind = models.CharField(max_length=40)
    guard = models.CharField(max_length=40, blank=True)
    identity = models.CharField(max_length=8)
    rule = models.CharField(max_length=40, blank=True)
    days = models.PositiveSmallIntegerField(default=0)
    section = models.ForeignKey(
        "organisation.Section", PROTECT, null=True, related_name="+", db_index=False
    )
    categories = models.JSONField(default=list)
    is_open = models.BooleanField()
    reason = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"by_name"}
    plain: ClassVar[set[str]] = {
        "id", "branch", "code", "number", "position", "name_zh", "name_en", "opening_zh",
        "opening_en", "audience", "kind", "guard", "identity", "rule", "days", "section",
        "categories", "is_open", "reason", "made_at", "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["branch", "code", "number"], name="mailbox_edition_once"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=AUDIENCES, identity__in=IDENTITIES, number__gte=1),
                name="mailbox_words_known",
            ),
        ]
        triggers: ClassVar = append_only()


class Opening(models.Model):
    """Through which mailbox somebody began to write; found again when it is sent, then deleted."""

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    mailbox = models.CharField(max_length=20)
    edition = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=20, blank=True)
    via = models.CharField(max_length=12, blank=True)
    box = models.ForeignKey(
        "petitions.BoxOpening", PROTECT, null=True, related_name="+", db_index=False
    )
    began_at = models.DateTimeField()

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "key", "branch", "mailbox", "edition", "category", "via", "box", "began_at",
    }  # fmt: skip


class BoxOpening(models.Model):
    """One emptying of the letter box outside: who opened it together, and how many letters lay in it."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    place = models.CharField(max_length=60)
    opened_at = models.DateTimeField()
    letters = models.PositiveSmallIntegerField()
    witness = models.CharField(max_length=60)
    note = models.CharField(max_length=300, blank=True)
    noted_at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"witness", "by_name", "note"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "place", "opened_at", "letters", "noted_at", "by_ref",
    }  # fmt: skip

    class Meta:
        indexes: ClassVar = [models.Index(fields=["branch", "-opened_at"], name="box_newest")]
        triggers: ClassVar = append_only()
