"""What went out to somebody else because a request was granted: once, numbered, with its file."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.contexts.applications.models.requests import Application
from wuai.platform.triggers import append_only

PROTECT = models.PROTECT


class OutgoingPaper(models.Model):
    """An order to a holder or a letter to an office, as it went out; ``key`` was made with the form."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    application = models.OneToOneField(Application, PROTECT, related_name="outgoing")
    key = models.UUIDField(unique=True)
    number = models.CharField(max_length=40)
    addressee = models.CharField(max_length=100)
    issued_on = models.DateField()
    original = models.ForeignKey("platform.StoredFile", PROTECT, related_name="+", db_index=False)
    copy = models.ForeignKey("platform.StoredFile", PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"addressee", "by_name"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "application", "key", "number", "issued_on", "original", "copy", "at",
        "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "number"], name="outgoing_paper_number"),
        ]
        triggers: ClassVar = append_only()
