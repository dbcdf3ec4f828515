"""What stands behind a plan: guarantors, collateral, bills; and the papers of a plan."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.contexts.instalments.models.plans import Plan
from wuai.contexts.instalments.rules.deciding import SURETIES
from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT


class PlanDocument(models.Model):
    """A paper of a plan: signed statement, letter of guarantee, proof, or a decision we made."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    plan = models.ForeignKey(Plan, PROTECT, related_name="documents")
    kind = models.CharField(max_length=10)
    stored = models.ForeignKey("platform.StoredFile", PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"by_name"}
    plain: ClassVar[set[str]] = {"id", "ref", "plan", "kind", "stored", "added_at", "by_ref"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "kind"], condition=models.Q(kind__in=["DECISION", "REVOCATION"]),
                name="plan_decision_paper_once",
            )
        ]  # fmt: skip
        triggers: ClassVar = append_only()


class Surety(models.Model):
    """A guarantor, a thing, or bills that secure a plan.

    A guarantor is a party of the branch; who signed that he pays if the obligor does not may be
    enforced against directly (art. 18). ``liable_since`` is set when the plan is revoked,
    ``released_on`` when it is paid or the surety is given back.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    plan = models.ForeignKey(Plan, PROTECT, related_name="sureties")
    key = models.UUIDField()
    kind = models.CharField(max_length=10)
    party = models.ForeignKey("parties.Party", PROTECT, null=True, related_name="+")
    description = models.CharField(max_length=300, blank=True)
    amount = models.BigIntegerField(null=True)
    signed_on = models.DateField(null=True)
    held_by = models.CharField(max_length=100, blank=True)
    matures_on = models.DateField(null=True)
    document = models.ForeignKey(PlanDocument, PROTECT, null=True, related_name="+", db_index=False)
    recorded_on = models.DateField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)
    liable_since = models.DateField(null=True)
    released_on = models.DateField(null=True)
    release_reason = models.CharField(max_length=200, blank=True)

    personal: ClassVar[set[str]] = {"description", "held_by", "by_name", "release_reason"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "plan", "key", "kind", "party", "amount", "signed_on", "matures_on",
        "document", "recorded_on", "by_ref", "liable_since", "released_on",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "key"], name="surety_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=list(SURETIES)), name="surety_kind_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="GUARANTOR")
                | models.Q(party__isnull=False, signed_on__isnull=False, document__isnull=False),
                name="guarantor_signed",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="GUARANTOR") | models.Q(description__gt=""),
                name="surety_described",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gt=0),
                name="surety_amount_positive",
            ),
        ]
        triggers: ClassVar = row_images()
