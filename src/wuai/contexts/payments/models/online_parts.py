"""What an order over several cases consists of: one part for each case, in the books of its branch."""

from typing import ClassVar

from django.db import models

from wuai.platform.triggers import row_images

PROTECT = models.PROTECT


class CardPart(models.Model):
    """The part of an order that is meant for one case. An order for one case has none.

    Parts are written with their order and add up to it. ``receipt`` is the part's money once it
    was posted; ``is_settled`` says that a settlement file of its branch named it.
    """

    id = models.BigAutoField(primary_key=True)
    attempt = models.ForeignKey("payments.CardAttempt", PROTECT, related_name="+", db_index=False)
    place = models.PositiveSmallIntegerField()
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    slip = models.ForeignKey("payments.Slip", PROTECT, related_name="+")
    amount = models.BigIntegerField()
    receipt = models.OneToOneField("payments.Receipt", PROTECT, null=True, related_name="+")
    is_settled = models.BooleanField(default=False)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "attempt", "place", "branch", "slip", "amount", "receipt", "is_settled",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt", "place"], name="card_part_place_once"),
            models.UniqueConstraint(fields=["attempt", "slip"], name="card_part_slip_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="card_part_positive"),
            models.CheckConstraint(
                condition=models.Q(is_settled=False) | models.Q(receipt__isnull=False),
                name="card_part_settled_is_posted",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["branch", "attempt"], name="card_part_branch"),
        ]
        triggers: ClassVar = row_images()
