"""Cards at the counter: what the terminal printed, what the fee is, when the acquirer settled."""

from typing import ClassVar

from django.db import models

from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT
_Q = models.Q


class CardRate(models.Model):
    """What the acquirer takes of a payment by a card of this brand, in hundredths of a percent."""

    brand = models.CharField(max_length=12)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40)
    domestic = models.PositiveSmallIntegerField()
    foreign = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField(default=0)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    confirmed = models.BooleanField(default=False)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "brand", "name_zh", "name_en", "domestic", "foreign", "place", "since", "until",
        "confirmed",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["brand", "since"], name="card_rate_once_a_day"),
            models.CheckConstraint(
                condition=_Q(until__isnull=True) | _Q(until__gte=models.F("since")),
                name="card_rate_until_after_since",
            ),
        ]
        triggers: ClassVar = row_images()


class CardSlip(models.Model):
    """A payment by card at the counter, as the terminal's slip says; never the whole number.

    Somebody else's card needs that person's consent. ``fee`` is what the acquirer is expected to
    take: the branch bears it, the debt falls by the whole amount.
    """

    id = models.BigAutoField(primary_key=True)
    receipt = models.OneToOneField("payments.Receipt", PROTECT, related_name="+")
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    paid_on = models.DateField()
    terminal_no = models.CharField(max_length=16)
    approval_code = models.CharField(max_length=12)
    last_four = models.CharField(max_length=4)
    brand = models.CharField(max_length=12)
    is_foreign = models.BooleanField()
    is_obligors = models.BooleanField()
    holder = models.CharField(max_length=100, blank=True)
    has_consent = models.BooleanField()
    fee = models.BigIntegerField()

    personal: ClassVar[set[str]] = {"holder", "last_four"}
    plain: ClassVar[set[str]] = {
        "id", "receipt", "branch", "paid_on", "terminal_no", "approval_code", "brand",
        "is_foreign", "is_obligors", "has_consent", "fee",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["branch", "terminal_no", "approval_code", "paid_on"],
                name="card_slip_once",
            ),
            models.CheckConstraint(
                condition=_Q(last_four__regex=r"^[0-9]{4}$"), name="card_last_four_digits"
            ),
            models.CheckConstraint(
                condition=_Q(is_obligors=True) | _Q(has_consent=True, holder__gt=""),
                name="card_of_another_has_consent",
            ),
            models.CheckConstraint(condition=_Q(fee__gte=0), name="card_fee_not_negative"),
        ]
        triggers: ClassVar = append_only()


class CardSettlement(models.Model):
    """The line of the acquirer's file that paid a terminal's slip: money that is posted already."""

    id = models.BigAutoField(primary_key=True)
    slip = models.OneToOneField(CardSlip, PROTECT, related_name="+")
    event = models.OneToOneField("payments.RawEvent", PROTECT, related_name="+")
    settled_on = models.DateField()
    at = models.DateTimeField()

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "slip", "event", "settled_on", "at"}

    class Meta:
        triggers: ClassVar = append_only()
