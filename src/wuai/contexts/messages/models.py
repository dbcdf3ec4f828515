"""The outbox: what leaves the house goes here first, once, and is sent after commit."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.platform.triggers import row_images


class Message(models.Model):
    """One mail to one recipient. ``once_key`` makes a duplicate impossible."""

    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch_id = models.BigIntegerField(null=True)
    once_key = models.CharField(max_length=160, unique=True)
    channel = models.CharField(max_length=8, default="MAIL")
    recipient = models.CharField(max_length=160)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    status = models.CharField(max_length=8, default="WAITING")
    attempts = models.SmallIntegerField(default=0)
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    personal: ClassVar[set[str]] = {"recipient", "subject", "body", "answer"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch_id", "once_key", "channel", "status", "attempts", "created_at",
        "claimed_at", "sent_at",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status__in=["WAITING", "SENDING", "SENT", "FAILED"]),
                name="message_status_known",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["branch_id", "-id"], name="message_branch")]
        triggers: ClassVar = row_images()
