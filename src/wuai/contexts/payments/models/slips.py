"""What a person can pay with: one slip for the whole of a case, or for one instalment of it."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.platform.triggers import row_images

PROTECT = models.PROTECT
TOKEN = "payments_slip.token"  # noqa: S105 - the name of a column
REFUSED_BY_STORE = ["", "OVER_LIMIT", "NO_CONTRACT"]


class Slip(models.Model):
    """A number (銷帳編號) under which one case is paid, by store barcodes and virtual account.

    A new slip supersedes the one before, a slip of an instalment (``instalment_ref`` names it) only
    another one of the same instalment; money that comes to an old number still goes to its
    case. ``payer`` is who is asked to pay with it when that is not the obligor: a guarantor, whose
    money is his own if it is too much. ``token`` opens the public payment page: it is kept sealed for column ``TOKEN`` and row
    ``str(ref)``, and found by its hash. ``segment_*`` are empty where no store may take it, and
    ``store_refused`` says why.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=16, unique=True)
    notice_ref = models.UUIDField(null=True)
    instalment_ref = models.UUIDField(null=True)
    payer = models.ForeignKey("parties.Party", PROTECT, null=True, related_name="+", db_index=False)
    amount = models.BigIntegerField()
    debt_kind = models.CharField(max_length=20)
    issued_on = models.DateField()
    due_on = models.DateField()
    va_scheme = models.CharField(max_length=20)
    segment_1 = models.CharField(max_length=9, blank=True)
    segment_2 = models.CharField(max_length=16, blank=True)
    segment_3 = models.CharField(max_length=15, blank=True)
    store_refused = models.CharField(max_length=12, blank=True)
    token = models.BinaryField()
    token_sha256 = models.BinaryField(unique=True)
    issued_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    personal: ClassVar[set[str]] = {"token", "token_sha256"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "case", "number", "notice_ref", "instalment_ref", "payer", "amount",
        "debt_kind", "issued_on", "due_on", "va_scheme", "segment_1", "segment_2", "segment_3",
        "store_refused", "issued_at", "superseded_at",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(superseded_at__isnull=True, instalment_ref__isnull=True),
                name="slip_one_live_a_case",
            ),
            models.UniqueConstraint(
                fields=["instalment_ref", "case"],
                condition=models.Q(superseded_at__isnull=True, instalment_ref__isnull=False),
                name="slip_one_live_an_instalment",
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="slip_amount_positive"),
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("issued_on")), name="slip_due_after_issue"
            ),
            models.CheckConstraint(
                condition=models.Q(store_refused="", segment_1__gt="")
                | models.Q(store_refused__gt="", segment_1=""),
                name="slip_barcodes_or_reason",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="slip_case")]
        triggers: ClassVar = row_images()
