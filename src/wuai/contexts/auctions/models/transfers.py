"""Certificates of transfer of rights: what they say, what was checked, how they reached the buyer."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.contexts.auctions.rules.transferring import CONDITIONS, OUTCOMES, STATE_NAMES, WAYS
from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT
_Q = models.Q


class Transfer(models.Model):
    """One certificate, from the first check to the hand-over.

    ``token`` is what the QR code leads to. ``received_on`` is the day on which the buyer became the
    owner. A reissue is a row of its own that names the one it takes the place of.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", PROTECT, related_name="+", db_index=False)
    application_ref = models.UUIDField(null=True, unique=True)
    key = models.UUIDField(unique=True)
    token = models.UUIDField(unique=True, default=uuid.uuid4)
    state = models.CharField(max_length=11)
    year = models.SmallIntegerField(null=True)
    serial = models.IntegerField(null=True)
    number = models.CharField(max_length=40, null=True)
    lot = models.CharField(max_length=60)
    property = models.CharField(max_length=2000)
    scope = models.CharField(max_length=100)
    buyer_name = models.CharField(max_length=200)
    buyer_id = models.BinaryField()
    buyer_address = models.CharField(max_length=200)
    price = models.BigIntegerField()
    sold_on = models.DateField()
    paid_on = models.DateField(null=True)
    is_delivered = models.BooleanField()
    remarks = models.CharField(max_length=1000, blank=True)
    replaces = models.OneToOneField("self", PROTECT, null=True, related_name="replaced_by")
    reissue_reason = models.CharField(max_length=1000, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    made_name = models.CharField(max_length=120)
    proposed_by = models.CharField(max_length=80, blank=True)
    proposed_name = models.CharField(max_length=120, blank=True)
    issued_on = models.DateField(null=True)
    issued_by = models.CharField(max_length=80, blank=True)
    issued_name = models.CharField(max_length=120, blank=True)
    stored = models.ForeignKey(
        "platform.StoredFile", PROTECT, null=True, related_name="+", db_index=False
    )
    way = models.CharField(max_length=10, blank=True)
    received_on = models.DateField(null=True)
    receiver = models.CharField(max_length=100, blank=True)
    identity_seen = models.CharField(max_length=60, blank=True)
    post_no = models.CharField(max_length=40, blank=True)
    handed_by = models.CharField(max_length=80, blank=True)
    handed_name = models.CharField(max_length=120, blank=True)

    personal: ClassVar[set[str]] = {
        "buyer_name", "buyer_id", "buyer_address", "made_name", "proposed_name", "issued_name",
        "receiver", "identity_seen", "handed_name", "reissue_reason",
    }  # fmt: skip
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "case", "application_ref", "key", "token", "state", "year", "serial",
        "number", "lot", "property", "scope", "price", "sold_on", "paid_on", "is_delivered",
        "remarks", "replaces", "made_at", "made_by", "proposed_by", "issued_on", "issued_by",
        "stored", "way", "received_on", "post_no", "handed_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "year", "serial"], name="transfer_serial_once"),
            models.UniqueConstraint(fields=["branch", "number"], name="transfer_number_once"),
            models.CheckConstraint(
                condition=_Q(state__in=list(STATE_NAMES)), name="transfer_state_known"
            ),
            models.CheckConstraint(condition=_Q(price__gt=0), name="transfer_price_positive"),
            models.CheckConstraint(
                condition=_Q(state__in=["PREPARING", "PROPOSED", "CALLED_OFF"])
                | _Q(number__isnull=False, issued_on__isnull=False, issued_by__gt="",
                     paid_on__isnull=False),
                name="transfer_issued_whole",
            ),
            models.CheckConstraint(
                condition=_Q(issued_by="") | ~_Q(issued_by=models.F("proposed_by")),
                name="transfer_two_people",
            ),
            models.CheckConstraint(
                condition=~_Q(state="HANDED_OVER")
                | _Q(received_on__isnull=False, way="COUNTER", identity_seen__gt="", receiver__gt="")
                | _Q(received_on__isnull=False, way="REGISTERED", post_no__gt=""),
                name="transfer_handed_over_whole",
            ),
            models.CheckConstraint(
                condition=_Q(way__in=["", *WAYS]), name="transfer_way_known"
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["case", "id"], name="transfer_of_case"),
            models.Index(fields=["branch", "state", "id"], name="transfer_listed"),
        ]
        triggers: ClassVar = row_images("buyer_id")


class TransferCheck(models.Model):
    """A condition as it was found; the last one of its code holds."""

    id = models.BigAutoField(primary_key=True)
    transfer = models.ForeignKey(Transfer, PROTECT, related_name="checks")
    code = models.CharField(max_length=12)
    outcome = models.CharField(max_length=10)
    evidence = models.CharField(max_length=500)
    on = models.DateField()
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"evidence", "by_name"}
    plain: ClassVar[set[str]] = {"id", "transfer", "code", "outcome", "on", "at", "by_ref"}

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=_Q(code__in=list(CONDITIONS), outcome__in=list(OUTCOMES)),
                name="transfer_check_known",
            )
        ]
        triggers: ClassVar = append_only()


class TransferStep(models.Model):
    """One thing that happened with a certificate."""

    id = models.BigAutoField(primary_key=True)
    transfer = models.ForeignKey(Transfer, PROTECT, related_name="steps")
    move = models.CharField(max_length=10)
    state = models.CharField(max_length=11)
    on = models.DateField()
    note = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"note", "by_name"}
    plain: ClassVar[set[str]] = {"id", "transfer", "move", "state", "on", "at", "by_ref"}

    class Meta:
        triggers: ClassVar = append_only()
