"""Who owes: one row per branch and person, with the number sealed and found by a blind index."""

import uuid
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT
ID_NUMBER = "parties_party.id_number"
REPRESENTATIVE_ID = "parties_party.representative_id"

# Sealing anew with another key changes the bytes and nothing else: no image of it is kept.
_HEAD = "substring({0}.{1} FROM 1 FOR 2 + get_byte({0}.{1}, 1))"
_ONLY_REKEYED = (
    "to_jsonb(OLD) - 'id_number' - 'representative_id'"
    " = to_jsonb(NEW) - 'id_number' - 'representative_id'"
) + "".join(
    f" AND (OLD.{column} IS NULL) = (NEW.{column} IS NULL)"
    f" AND coalesce({_HEAD.format('OLD', column)} <> {_HEAD.format('NEW', column)}, true)"
    for column in ("id_number", "representative_id")
)


class Party(models.Model):
    """A natural person, a company or another body of one branch.

    ``id_number`` is sealed for column ``ID_NUMBER`` and row ``str(ref)``; ``id_index`` is its blind
    index (16 bytes, purpose ``party-id``). ``name_search`` holds the character bigrams of the
    folded name (``kernel.text.bigrams``).
    """

    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=100)
    name_search = SearchVectorField()
    id_kind = models.CharField(max_length=12, blank=True)
    id_number = models.BinaryField(null=True)
    id_index = models.BinaryField(null=True)
    born_on = models.DateField(null=True)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=6, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=120, blank=True)
    representative = models.CharField(max_length=100, blank=True)
    representative_id = models.BinaryField(null=True)
    is_major = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    personal: ClassVar[set[str]] = {
        "name", "name_search", "id_number", "id_index", "born_on", "address", "postcode", "phone",
        "email", "representative", "representative_id",
    }  # fmt: skip
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "kind", "id_kind", "is_major", "created_at",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "id_index"], name="party_once_per_branch"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["PERSON", "COMPANY", "OTHER"]), name="party_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(id_number__isnull=True, id_index__isnull=True)
                | models.Q(id_number__isnull=False, id_index__isnull=False),
                name="party_number_with_index",
            ),
        ]
        indexes: ClassVar = [
            GinIndex(fields=["name_search"], name="party_name_bigrams"),
            models.Index(
                fields=["branch"], name="party_major", condition=models.Q(is_major=True)
            ),
        ]  # fmt: skip
        triggers: ClassVar = row_images(unless=_ONLY_REKEYED)


class Enquiry(models.Model):
    """Somebody asked the branch about a party's cases: who, by which channel, how it was made sure, why."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    key = models.UUIDField(unique=True)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey(Party, PROTECT, related_name="+")
    channel = models.CharField(max_length=8)
    proof = models.CharField(max_length=10)
    asker = models.CharField(max_length=14)
    asker_name = models.CharField(max_length=100, blank=True)
    purpose = models.CharField(max_length=200)
    on = models.DateField()
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"asker_name", "purpose", "by_name"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "key", "branch", "party", "channel", "proof", "asker", "on", "at", "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(channel__in=["COUNTER", "PHONE", "LETTER"]),
                name="enquiry_channel_known",
            ),
            models.CheckConstraint(
                condition=models.Q(asker="SELF") | ~models.Q(asker_name=""),
                name="enquiry_other_named",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["branch", "on", "id"], name="enquiry_of_branch")]
        triggers: ClassVar = append_only()
