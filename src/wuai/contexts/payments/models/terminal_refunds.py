"""Money that went back to its card on the terminal that took it."""

from typing import ClassVar

from django.db import models

from wuai.platform.triggers import append_only

PROTECT = models.PROTECT


class TerminalRefund(models.Model):
    """The slip that the terminal printed for an approved refund; what it gave back is gone for good.

    The amount is the refund's, which never exceeds what the receipt holds.
    """

    id = models.BigAutoField(primary_key=True)
    refund = models.OneToOneField("payments.Refund", PROTECT, related_name="+")
    slip = models.ForeignKey("payments.CardSlip", PROTECT, related_name="+")
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    refunded_on = models.DateField()
    terminal_no = models.CharField(max_length=16)
    approval_code = models.CharField(max_length=12)
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"by_name"}
    plain: ClassVar[set[str]] = {
        "id", "refund", "slip", "branch", "refunded_on", "terminal_no", "approval_code", "at",
        "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["branch", "terminal_no", "approval_code", "refunded_on"],
                name="terminal_refund_once",
            )
        ]
        triggers: ClassVar = append_only()
