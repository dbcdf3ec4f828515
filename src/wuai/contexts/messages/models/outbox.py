"""The outbox: what leaves the house goes here first, once, and is sent after commit."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.platform.triggers import row_images

STATES = ["WAITING", "SENDING", "SENT", "DELIVERED", "BOUNCED", "FAILED"]


class Message(models.Model):
    """One message to one recipient. ``once_key`` makes a duplicate impossible.

    SENT: the provider took it; DELIVERED and BOUNCED are what it said later. ``foreign_no`` is the
    provider's own number. A message of a telling keeps the link open until it is sent.
    """

    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch_id = models.BigIntegerField(null=True)
    telling = models.ForeignKey(
        "outbox.Telling", models.PROTECT, null=True, related_name="messages"
    )
    once_key = models.CharField(max_length=160, unique=True)
    channel = models.CharField(max_length=8, default="MAIL")
    recipient = models.CharField(max_length=160)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    status = models.CharField(max_length=9, default="WAITING")
    attempts = models.SmallIntegerField(default=0)
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    foreign_no = models.CharField(max_length=100, blank=True)

    personal: ClassVar[set[str]] = {"recipient", "subject", "body", "answer"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch_id", "once_key", "channel", "status", "attempts", "created_at",
        "claimed_at", "sent_at", "telling", "not_before", "answered_at", "foreign_no",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status__in=STATES),
                name="message_status_known",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["branch_id", "-id"], name="message_branch"),
            models.Index(
                fields=["channel", "foreign_no"], name="message_foreign",
                condition=~models.Q(foreign_no=""),
            ),
        ]  # fmt: skip
        triggers: ClassVar = row_images()


class ChannelState(models.Model):
    """How a channel fares: failures in a row, and until when it is left alone.

    ``paused_by``: somebody shut it by hand; then it stays shut until somebody opens it.
    """

    channel = models.CharField(max_length=4, unique=True)
    failures = models.IntegerField(default=0)
    shut_until = models.DateTimeField(null=True)
    last_failed_at = models.DateTimeField(null=True)
    last_worked_at = models.DateTimeField(null=True)
    last_answer = models.CharField(max_length=300, blank=True)
    paused_by = models.CharField(max_length=120, blank=True)
    paused_at = models.DateTimeField(null=True)

    personal: ClassVar[set[str]] = {"last_answer", "paused_by"}
    plain: ClassVar[set[str]] = {
        "id", "channel", "failures", "shut_until", "last_failed_at", "last_worked_at", "paused_at",
    }  # fmt: skip
