"""Which section got a case, and all that is needed to recompute it."""

from typing import ClassVar

from django.db import models

from wuai.contexts.cases.models.case import PROTECT, Case
from wuai.platform.triggers import append_only


class AssignmentRun(models.Model):
    """All that is needed to recompute who got which case: the committed seed and the inputs."""

    id = models.BigAutoField(primary_key=True)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    batch_id = models.BigIntegerField(unique=True)
    batch_ref = models.UUIDField(unique=True)
    rule_version = models.SmallIntegerField()
    seed = models.CharField(max_length=64)
    seed_sha256 = models.CharField(max_length=64)
    inputs = models.JSONField()
    at = models.DateTimeField()

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "branch", "batch_id", "batch_ref", "rule_version", "seed", "seed_sha256", "inputs", "at",
    }  # fmt: skip

    class Meta:
        triggers: ClassVar = append_only()


class Assignment(models.Model):
    """Which section got a case, on what ground: a line for each time it came to a section."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, PROTECT, related_name="+")
    section = models.ForeignKey("organisation.Section", PROTECT, related_name="+", db_index=False)
    run = models.ForeignKey(AssignmentRun, PROTECT, null=True, related_name="+", db_index=False)
    ground = models.CharField(max_length=12)
    prior_section_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "case", "section", "run", "ground", "prior_section_id", "at", "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ground__in=["SAME_OBLIGOR", "ROTATION", "COVER", "REASSIGNED"]),
                name="assignment_ground_known",
            )
        ]
        triggers: ClassVar = append_only()
