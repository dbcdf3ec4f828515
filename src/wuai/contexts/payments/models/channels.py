"""The table of payment channels (R73) and the contracts by which slips get their numbers."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.platform.triggers import row_images

PROTECT = models.PROTECT
CHANNEL_KINDS = ["STORE", "ACCOUNT", "POST", "TREASURY", "CARD", "MOBILE", "AGENCY", "COUNTER"]


class Channel(models.Model):
    """One way to pay: what it costs the payer, how much it takes, when, and how."""

    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80)
    payer_fee = models.PositiveIntegerField(default=0)
    fee_zh = models.CharField(max_length=80, blank=True)
    fee_en = models.CharField(max_length=160, blank=True)
    limit_zh = models.CharField(max_length=120, blank=True)
    limit_en = models.CharField(max_length=200, blank=True)
    hours_zh = models.CharField(max_length=80, blank=True)
    hours_en = models.CharField(max_length=120, blank=True)
    how_zh = models.CharField(max_length=200, blank=True)
    how_en = models.CharField(max_length=300, blank=True)
    settles_by_file = models.BooleanField(default=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    confirmed = models.BooleanField(default=False)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "code", "kind", "name_zh", "name_en", "payer_fee", "fee_zh", "fee_en", "limit_zh",
        "limit_en", "hours_zh", "hours_en", "how_zh", "how_en", "settles_by_file", "since",
        "until", "place", "confirmed",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=CHANNEL_KINDS), name="channel_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="channel_until_after_since",
            ),
        ]
        triggers: ClassVar = row_images()


class CollectionContract(models.Model):
    """What the store agency and the bank agreed with a branch: item code, scheme and prefix.

    ``slip_days`` is how long a slip may be paid after its day of issue. A later contract of the
    branch may keep its prefix; that no other branch has it, the action that signs sees to.
    """

    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    store_item = models.CharField(max_length=3, blank=True)
    va_scheme = models.CharField(max_length=20)
    va_prefix = models.CharField(max_length=9)
    slip_days = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    confirmed = models.BooleanField(default=False)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "branch", "store_item", "va_scheme", "va_prefix", "slip_days", "since", "until",
        "confirmed",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "since"], name="contract_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(va_prefix__regex=r"^[1-9][0-9]*$"), name="contract_prefix_digits"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="contract_until_after_since",
            ),
        ]
        triggers: ClassVar = row_images()


class ChannelContract(models.Model):
    """What a branch agreed for one more channel: the values that its registry entry asks for.

    With an agency, the values are those that this agency gave (treasury form, address of a site).
    """

    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    channel = models.ForeignKey(Channel, PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(
        "organisation.Agency", PROTECT, null=True, related_name="+", db_index=False
    )
    terms = models.JSONField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    confirmed = models.BooleanField(default=False)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "channel", "agency", "terms", "since", "until", "confirmed",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["branch", "channel", "agency", "since"], nulls_distinct=False,
                name="channel_contract_once_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="channel_contract_until_after_since",
            ),
        ]  # fmt: skip
        triggers: ClassVar = row_images()
