"""Card payments on a platform's page: contracts, attempts, everything heard, and releases."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT
CARD_KEY = "payments_cardcontract.key"
CARD_IV = "payments_cardcontract.iv"
PLATFORMS = ["ECPAY", "NEWEBPAY"]
MODES = ["LIVE", "STAGE", "SIMULATED"]
STATES = ["OPEN", "WAITING", "FAILED", "LAPSED", "RELEASED", "PAID", "SETTLED", "REFUNDED"]
VERDICTS = [*STATES[1:], "SENT", "SILENT", "DISTRUSTED"]
SOURCES = ["CALLBACK", "RETURN", "POLL", "SETTLEMENT", "DESK"]
FLAGS = ["", "NO_ANSWER", "CONTRADICTS", "UNSETTLED", "GIVEN_BACK"]


class CardContract(models.Model):
    """A branch's account at a platform. Both secrets are sealed for their column and ``str(ref)``.

    Contracts are never edited: a new one begins, the old one ends, and answers about orders of
    the old one are still checked with its own secrets.
    """

    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    platform = models.CharField(max_length=10)
    merchant_id = models.CharField(max_length=15)
    key = models.BinaryField()
    iv = models.BinaryField()
    mode = models.CharField(max_length=9)
    most = models.BigIntegerField()
    since = models.DateField()
    until = models.DateField(null=True)
    entered_at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"by_name", "key", "iv"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "platform", "merchant_id", "mode", "most", "since", "until",
        "entered_at", "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["branch", "platform"], condition=models.Q(until__isnull=True),
                name="card_contract_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(platform__in=PLATFORMS), name="card_platform_known"
            ),
            models.CheckConstraint(condition=models.Q(mode__in=MODES), name="card_mode_known"),
            models.CheckConstraint(condition=models.Q(most__gt=0), name="card_most_positive"),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["platform", "merchant_id"], name="card_contract_merchant")
        ]
        triggers: ClassVar = row_images()


class CardAttempt(models.Model):
    """One order that left the house; its number is never used again.

    ``state`` is what :func:`~wuai.contexts.payments.rules.online.online.status_of` makes of its events
    (``wuai ledger verify`` compares them). ``receipt`` is the money once it was posted.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    contract = models.ForeignKey(CardContract, PROTECT, related_name="+", db_index=False)
    slip = models.ForeignKey("payments.Slip", PROTECT, related_name="+")
    key = models.UUIDField(unique=True)
    order_no = models.CharField(max_length=20, unique=True)
    amount = models.BigIntegerField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, default="OPEN")
    state_at = models.DateTimeField()
    asks = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    next_ask_at = models.DateTimeField(null=True)
    flag = models.CharField(max_length=11, blank=True, default="")
    flagged_at = models.DateTimeField(null=True)
    receipt = models.OneToOneField("payments.Receipt", PROTECT, null=True, related_name="+")

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "contract", "slip", "key", "order_no", "amount", "made_at", "state",
        "state_at", "asks", "asked_at", "next_ask_at", "flag", "flagged_at", "receipt",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="attempt_positive"),
            models.CheckConstraint(
                condition=models.Q(state__in=STATES), name="attempt_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(flag="", flagged_at__isnull=True)
                | models.Q(flag__in=FLAGS[1:], flagged_at__isnull=False),
                name="attempt_flag_since",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["PAID", "SETTLED"]) | models.Q(receipt__isnull=False),
                name="attempt_paid_is_posted",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(
                fields=["next_ask_at"], name="attempt_due",
                condition=models.Q(next_ask_at__isnull=False),
            ),
            models.Index(
                fields=["branch", "made_at"], name="attempt_to_look_at",
                condition=models.Q(state__in=["OPEN", "WAITING", "FAILED"]) | ~models.Q(flag=""),
            ),
            models.Index(
                fields=["state_at"], name="attempt_unsettled",
                condition=models.Q(state="PAID", flag=""),
            ),
        ]  # fmt: skip
        triggers: ClassVar = row_images(
            # Asking and being silent change nothing that a reader sees.
            unless="OLD.state = NEW.state AND OLD.flag = NEW.flag"
            " AND OLD.receipt_id IS NOT DISTINCT FROM NEW.receipt_id"
        )


class CardEvent(models.Model):
    """One thing heard about an attempt; or something that came and was not believed.

    ``kept`` is what it said without anything about the payer's card; of what was not even signed
    only its hash and length are kept.
    """

    id = models.BigAutoField(primary_key=True)
    branch = models.ForeignKey(
        "organisation.Branch", PROTECT, null=True, related_name="+", db_index=False
    )
    attempt = models.ForeignKey(CardAttempt, PROTECT, null=True, related_name="+")
    platform = models.CharField(max_length=10)
    source = models.CharField(max_length=10)
    verdict = models.CharField(max_length=10)
    reason = models.CharField(max_length=20, blank=True)
    amount = models.BigIntegerField(null=True)
    trade_no = models.CharField(max_length=40, blank=True)
    said_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField()
    digest = models.BinaryField()
    kept = models.TextField(blank=True)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "branch", "attempt", "platform", "source", "verdict", "reason", "amount", "trade_no",
        "said_at", "asked_at", "arrived_at", "digest", "kept",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["attempt", "digest"], condition=models.Q(attempt__isnull=False),
                name="card_event_once",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict__in=VERDICTS), name="card_verdict_known"
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=SOURCES), name="card_source_known"
            ),
            models.CheckConstraint(
                condition=models.Q(attempt__isnull=False) | models.Q(verdict="DISTRUSTED"),
                name="card_event_of_attempt",
            ),
        ]  # fmt: skip
        triggers: ClassVar = append_only()


class CardRelease(models.Model):
    """One person asks to stop waiting for a stuck attempt; another one decides."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    attempt = models.ForeignKey(CardAttempt, PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=80)
    proposed_name = models.CharField(max_length=120)
    decision = models.CharField(max_length=8, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, null=True)
    decided_name = models.CharField(max_length=120, null=True)

    personal: ClassVar[set[str]] = {"proposed_name", "decided_name", "reason"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "attempt", "proposed_at", "proposed_by", "decision", "decided_at",
        "decided_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["attempt"], condition=models.Q(decision=""), name="card_release_one_waiting"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    decision="", decided_at__isnull=True, decided_by__isnull=True,
                    decided_name__isnull=True,
                )
                | models.Q(
                    decision__gt="", decided_at__isnull=False, decided_by__isnull=False,
                    decided_name__isnull=False,
                ),
                name="card_release_decided_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(decision="APPROVED", decided_by=models.F("proposed_by")),
                name="card_release_two_people",
            ),
        ]  # fmt: skip
        triggers: ClassVar = row_images()
