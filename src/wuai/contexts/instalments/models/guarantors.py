"""The claim against a guarantor of a revoked plan: until when he may pay, then enforcement (art. 18)."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.contexts.instalments.models.plans import Plan
from wuai.contexts.instalments.models.sureties import PlanDocument, Surety
from wuai.contexts.instalments.rules.guarantors import STATE_NAMES
from wuai.platform.triggers import row_images

PROTECT = models.PROTECT


class GuarantorClaim(models.Model):
    """One guarantor is told to pay; the debt stays the obligor's, and whatever he pays lowers it.

    ``most`` is what he answers for: what was owed on the day, or the sum in his letter if that is
    less. A claim that was lifted may be made again: ``before`` is what had come on his slips until
    then, and what he paid to a claim is what came on all his slips since.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    plan = models.ForeignKey(Plan, PROTECT, related_name="+")
    surety = models.ForeignKey(Surety, PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    most = models.BigIntegerField()
    before = models.BigIntegerField(default=0)
    obligor_until = models.DateField()
    demanded_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=9, default="DEMANDED")
    demanded_by = models.CharField(max_length=80)
    demanded_name = models.CharField(max_length=120)
    served_on = models.DateField(null=True)
    started_on = models.DateField(null=True)
    started_by = models.CharField(max_length=80, blank=True, default="")
    started_name = models.CharField(max_length=120, blank=True, default="")
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=500, blank=True, default="")
    document = models.ForeignKey(PlanDocument, PROTECT, null=True, related_name="+", db_index=False)

    personal: ClassVar[set[str]] = {"demanded_name", "started_name", "end_reason"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "plan", "surety", "number", "most", "before", "obligor_until",
        "demanded_on", "due_on", "state", "demanded_by", "served_on", "started_on", "started_by", "ended_on",
        "document",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "number"], name="guarantor_claim_number_once"),
            models.UniqueConstraint(
                fields=["surety"], condition=~models.Q(state="LIFTED"),
                name="guarantor_claimed_once",
            ),
            models.CheckConstraint(condition=models.Q(most__gt=0), name="guarantor_claim_positive"),
            models.CheckConstraint(
                condition=models.Q(state__in=list(STATE_NAMES)), name="guarantor_claim_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="EXECUTING")
                | models.Q(started_on__isnull=False, served_on__isnull=False, started_by__gt=""),
                name="guarantor_enforced_after_service",
            ),
            models.CheckConstraint(
                condition=models.Q(started_by="")
                | ~models.Q(started_by=models.F("demanded_by")),
                name="guarantor_claim_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__gt=models.F("demanded_on"))
                & models.Q(demanded_on__gt=models.F("obligor_until")),
                name="guarantor_after_obligor",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["branch", "state"], name="guarantor_claim_branch")
        ]
        triggers: ClassVar = row_images()


class GuarantorPart(models.Model):
    """One case of a claim; ``ref`` names the slips by which the guarantor pays to it."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    claim = models.ForeignKey(GuarantorClaim, PROTECT, related_name="parts")
    case = models.ForeignKey("cases.Case", PROTECT, related_name="+")

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "ref", "claim", "case"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["claim", "case"], name="guarantor_part_once")
        ]
        triggers: ClassVar = row_images()
