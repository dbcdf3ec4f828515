"""Certificates with which agencies sign their files, who must sign, and which files were signed."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.contexts.referrals.models.batches import Batch
from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT


class AgencyCertificate(models.Model):
    """A certificate registered for an agency, until it is ended or expires.

    Once in an agency, not once in all: whoever registers shows no key, so another agency's
    registration of a public certificate must not keep its holder out.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    agency = models.ForeignKey("organisation.Agency", PROTECT, related_name="+")
    der = models.BinaryField()
    subject = models.CharField(max_length=300)
    issuer = models.CharField(max_length=300)
    serial = models.CharField(max_length=64, db_index=True)
    fingerprint = models.CharField(max_length=64)
    since = models.DateTimeField()
    until = models.DateTimeField()
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)

    personal: ClassVar[set[str]] = {"der", "subject"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "agency", "issuer", "serial", "fingerprint", "since", "until",
        "registered_at", "registered_by", "ended_at", "ended_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "fingerprint"], name="certificate_once")
        ]
        triggers: ClassVar = row_images()


class SigningRule(models.Model):
    """From this moment the files of an agency must be signed, or need not; the last line counts."""

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey("organisation.Agency", PROTECT, related_name="+")
    required = models.BooleanField()
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "agency", "required", "at", "by_ref"}

    class Meta:
        triggers: ClassVar = append_only()


class BatchSignature(models.Model):
    """The signature with which a file came, checked before anything of it was taken in.

    ``said_at`` is the time that the signer wrote into it, ``checked_at`` is ours.
    """

    id = models.BigAutoField(primary_key=True)
    batch = models.OneToOneField(Batch, PROTECT, related_name="+")
    certificate = models.ForeignKey(AgencyCertificate, PROTECT, related_name="+", db_index=False)
    signature = models.BinaryField()
    said_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)

    personal: ClassVar[set[str]] = {"signature"}
    plain: ClassVar[set[str]] = {
        "id", "batch", "certificate", "said_at", "checked_at", "by_ref",
    }  # fmt: skip

    class Meta:
        triggers: ClassVar = append_only()
