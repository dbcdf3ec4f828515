"""Texts that staff answer with: every version is kept, the latest one is offered."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.platform.triggers import append_only

PROTECT = models.PROTECT


class ReplyText(models.Model):
    """One version of a text of a branch, for one kind of request, or (empty) for every kind."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=60)
    version = models.SmallIntegerField()
    zh = models.TextField()
    en = models.TextField()
    is_retired = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"by_name"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "kind", "name", "version", "zh", "en", "is_retired", "written_at",
        "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["branch", "kind", "name", "version"], name="reply_text_version_once"
            ),
        ]
        triggers: ClassVar = append_only()
