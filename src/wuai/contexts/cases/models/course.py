"""What halts a case and what ends it: grounds, suspensions, certificates, returns."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.contexts.cases.models.case import PROTECT, Case
from wuai.platform.triggers import append_only, row_images


class Ground(models.Model):
    """Why enforcement may be suspended or ended: a table of the house, its law beside each line.

    ``needs`` names what must be true first (``NOTHING_OWED``, ``LIMIT_OVER``); ``closing_code``
    is what the agency is told when a case ends on this ground.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=20, unique=True)
    move = models.CharField(max_length=10)
    needs = models.CharField(max_length=20, blank=True)
    closing_code = models.CharField(max_length=20, blank=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120)
    basis_zh = models.CharField(max_length=80)
    basis_en = models.CharField(max_length=120)
    confirmed = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "code", "move", "needs", "closing_code", "name_zh", "name_en", "basis_zh",
        "basis_en", "confirmed", "is_active",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(move="SUSPEND", closing_code="")
                | (models.Q(move="END") & ~models.Q(closing_code="")),
                name="ground_ends_with_code",
            )
        ]
        triggers: ClassVar = row_images()


class Suspension(models.Model):
    """Enforcement of a case stands still: on what ground, until which day or event."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, PROTECT, related_name="+")
    ground = models.ForeignKey(Ground, PROTECT, related_name="+", db_index=False)
    since = models.DateField()
    until_on = models.DateField(null=True)
    until_event = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    ended_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_ref = models.CharField(max_length=80, blank=True)

    personal: ClassVar[set[str]] = {"until_event"}
    plain: ClassVar[set[str]] = {
        "id", "case", "ground", "since", "until_on", "at", "by_ref", "ended_on", "ended_at",
        "ended_by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ended_on__isnull=True), name="suspended_once"
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=False) | ~models.Q(until_event=""),
                name="suspended_until",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True, ended_at__isnull=True, ended_by_ref="")
                | (models.Q(ended_on__isnull=False, ended_at__isnull=False)
                   & ~models.Q(ended_by_ref="")),
                name="suspension_ended_by",
            ),
        ]  # fmt: skip
        triggers: ClassVar = row_images()


class Certificate(models.Model):
    """An enforcement certificate (執行憑證): what was left, and the limits, which it does not move."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    case = models.OneToOneField(Case, PROTECT, related_name="+")
    year = models.SmallIntegerField()
    serial = models.IntegerField()
    number = models.CharField(max_length=60)
    issued_on = models.DateField()
    referred = models.BigIntegerField()
    received = models.BigIntegerField()
    remaining = models.BigIntegerField()
    components = models.JSONField()
    limit_1_on = models.DateField()
    limit_2_on = models.DateField(null=True)
    limit_on = models.DateField()
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "case", "year", "serial", "number", "issued_on", "referred",
        "received", "remaining", "components", "limit_1_on", "limit_2_on", "limit_on", "at",
        "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["branch", "number"], name="certificate_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(remaining__gt=0), name="certificate_evidences_something"
            ),
        ]  # fmt: skip
        triggers: ClassVar = append_only()


class ReturnPaper(models.Model):
    """A case went back to its agency (退案): why, and how the money stood. What the letter says."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    case = models.OneToOneField(Case, PROTECT, related_name="+")
    year = models.SmallIntegerField()
    serial = models.IntegerField()
    number = models.CharField(max_length=60)
    returned_on = models.DateField()
    reason = models.TextField()
    referred = models.BigIntegerField()
    received = models.BigIntegerField()
    remaining = models.BigIntegerField()
    components = models.JSONField()
    limit_on = models.DateField()
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)

    personal: ClassVar[set[str]] = {"reason"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "case", "year", "serial", "number", "returned_on", "referred",
        "received", "remaining", "components", "limit_on", "at", "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "number"], name="return_number_once")
        ]
        triggers: ClassVar = append_only()


class OwedBack(models.Model):
    """Money of a case with settled books was taken back: its agency owes it, and may refer that part again.

    ``request_ref`` is what two people decided on; ``receipt_ref`` is the payment that it was.
    """

    id = models.BigAutoField(primary_key=True)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, PROTECT, related_name="+", db_index=False)
    receipt_ref = models.UUIDField()
    request_ref = models.UUIDField()
    amount = models.BigIntegerField()
    components = models.JSONField()
    reason = models.CharField(max_length=200)
    on = models.DateField()
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)

    personal: ClassVar[set[str]] = {"reason"}
    plain: ClassVar[set[str]] = {
        "id", "branch", "case", "receipt_ref", "request_ref", "amount", "components", "on", "at",
        "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "request_ref"], name="owed_back_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="owed_back_positive"),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["branch", "on"], name="owed_back_day"),
            models.Index(fields=["receipt_ref"], name="owed_back_receipt"),
        ]
        triggers: ClassVar = append_only()


class CertificatePrint(models.Model):
    """One print of a certificate; the first is the original, every other one says that it is none."""

    id = models.BigAutoField(primary_key=True)
    certificate = models.ForeignKey(Certificate, PROTECT, related_name="prints")
    no = models.SmallIntegerField()
    key = models.UUIDField(unique=True)
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"by_name"}
    plain: ClassVar[set[str]] = {"id", "certificate", "no", "key", "at", "by_ref"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["certificate", "no"], name="certificate_print_numbered")
        ]
        triggers: ClassVar = append_only()
