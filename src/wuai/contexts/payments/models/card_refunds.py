"""Money that goes back to the card it came from, by the platform that took it."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.platform.triggers import row_images

PROTECT = models.PROTECT
STATES = ["READY", "ASKED", "DONE", "REFUSED", "UNCLEAR"]
TOLD = ["", "DONE", "REFUSED"]


class CardRefund(models.Model):
    """What became of an approved refund at the platform. It is asked once and never again.

    ``ASKED`` is written before the telephone is lifted: who dies in between leaves a question whose
    answer nobody heard (``UNCLEAR``), which two people clear up with the platform: ``told_*`` is
    what the first of them found out.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    refund = models.OneToOneField("payments.Refund", PROTECT, related_name="+")
    attempt = models.ForeignKey("payments.CardAttempt", PROTECT, related_name="+")
    trade_no = models.CharField(max_length=40)
    state = models.CharField(max_length=8, default="READY")
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=20, blank=True)
    told = models.CharField(max_length=8, blank=True, default="")
    told_why = models.CharField(max_length=200, blank=True, default="")
    told_at = models.DateTimeField(null=True)
    told_by = models.CharField(max_length=80, blank=True, default="")
    told_name = models.CharField(max_length=120, blank=True, default="")
    decided_by = models.CharField(max_length=80, blank=True, default="")
    decided_name = models.CharField(max_length=120, blank=True, default="")

    personal: ClassVar[set[str]] = {"told_name", "decided_name", "told_why"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "refund", "attempt", "trade_no", "state", "asked_at", "answered_at", "code",
        "told", "told_at", "told_by", "decided_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=STATES), name="card_refund_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(told__in=TOLD), name="card_refund_told_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state="READY") | models.Q(asked_at__isnull=False),
                name="card_refund_asked_since",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by="") | ~models.Q(decided_by=models.F("told_by")),
                name="card_refund_two_people",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["id"], name="card_refund_open",
                condition=models.Q(state__in=["READY", "ASKED", "UNCLEAR"]),
            )
        ]  # fmt: skip
        triggers: ClassVar = row_images()
