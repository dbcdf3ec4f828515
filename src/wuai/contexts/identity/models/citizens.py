"""Citizens: who proved to be whom, by what means, and for whom they may act.

A citizen has no password and no row in ``Account``: nothing that lets staff in can ever let a
citizen in. A person is one ``Citizen`` whatever the branch; cases are found through the blind
indexes of the person's numbers (purpose ``party-id``, as in `parties`).
"""

import uuid
from typing import ClassVar

from django.db import models

from wuai.platform.triggers import row_images

PROTECT = models.PROTECT
NUMBER = "identity_citizennumber.number"
ATTORNEY_PRINCIPAL = "identity_attorney.principal_number"
ATTORNEY_AGENT = "identity_attorney.agent_number"
MEANS = ["CARD", "FIDO"]
PURPOSES = ["LOGIN", "STEP_UP"]


class Citizen(models.Model):
    """A person who proved to be that person. ``sessions_since``: sessions begun before are over."""

    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    name = models.CharField(max_length=100)
    created_at = models.DateTimeField()
    sessions_since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    personal: ClassVar[set[str]] = {"name"}
    plain: ClassVar[set[str]] = {"id", "ref", "created_at", "sessions_since", "ended_at"}

    class Meta:
        triggers: ClassVar = row_images()


class CitizenNumber(models.Model):
    """A number of a person: the one proven first, and the old or new one of a residence permit.

    ``number`` is sealed for column ``NUMBER`` and row ``str(ref)``.
    """

    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    citizen = models.ForeignKey(Citizen, PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    number = models.BinaryField()
    id_index = models.BinaryField(unique=True)
    proven_by = models.CharField(max_length=12)
    added_at = models.DateTimeField()

    personal: ClassVar[set[str]] = {"number", "id_index"}
    plain: ClassVar[set[str]] = {"id", "ref", "citizen", "kind", "proven_by", "added_at"}

    class Meta:
        triggers: ClassVar = row_images()


class LoginMeans(models.Model):
    """A certificate (on a card, or of TW FidO) that stands for a citizen.

    ``holder_index`` is the blind index of issuer and holder, so a renewed card of the same person
    is known again.
    """

    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    citizen = models.ForeignKey(Citizen, PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    holder_index = models.BinaryField()
    serial = models.CharField(max_length=64)
    valid_until = models.DateTimeField()
    linked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    personal: ClassVar[set[str]] = {"holder_index", "serial"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "citizen", "kind", "valid_until", "linked_at", "ended_at",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "holder_index"], condition=models.Q(ended_at__isnull=True),
                name="login_means_of_one_citizen",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=MEANS), name="login_means_kind_known"
            ),
        ]  # fmt: skip
        triggers: ClassVar = row_images()


class LoginChallenge(models.Model):
    """What a card was asked to sign: of one session, good once, for two minutes; only hashes."""

    nonce_sha256 = models.BinaryField(unique=True)
    text_sha256 = models.BinaryField()
    binding_sha256 = models.BinaryField()
    purpose = models.CharField(max_length=8)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "nonce_sha256", "text_sha256", "binding_sha256", "purpose", "made_at", "used_at",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(purpose__in=PURPOSES), name="login_challenge_purpose_known"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["made_at"], name="login_challenge_made")]


class FidoTicket(models.Model):
    """A login by telephone that is under way: of one session, asked at most every four seconds."""

    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    binding_sha256 = models.BinaryField()
    text_sha256 = models.BinaryField()
    id_index = models.BinaryField()
    ticket_id = models.CharField(max_length=120)
    purpose = models.CharField(max_length=8)
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    personal: ClassVar[set[str]] = {"id_index"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "binding_sha256", "text_sha256", "ticket_id", "purpose", "made_at", "asked_at",
        "used_at",
    }  # fmt: skip

    class Meta:
        indexes: ClassVar = [models.Index(fields=["made_at"], name="fido_ticket_made")]


class Attorney(models.Model):
    """A power of attorney (委任) that a branch accepted: who acts for whom, in what, until when.

    Both numbers are sealed for their column and row ``str(ref)``. Without ``case_ref`` it covers
    every case of the principal at this branch.
    """

    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+")
    key = models.UUIDField(unique=True)
    principal_name = models.CharField(max_length=100)
    principal_number = models.BinaryField()
    principal_index = models.BinaryField()
    agent_name = models.CharField(max_length=100)
    agent_number = models.BinaryField()
    agent_index = models.BinaryField()
    case_ref = models.UUIDField(null=True)
    case_number = models.CharField(max_length=40, blank=True)
    scopes = models.JSONField(default=list)
    document = models.CharField(max_length=120)
    since = models.DateField()
    until = models.DateField()
    accepted_at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)
    ended_on = models.DateField(null=True)
    ended_reason = models.CharField(max_length=200, blank=True)

    personal: ClassVar[set[str]] = {
        "principal_name", "principal_number", "principal_index", "agent_name", "agent_number",
        "agent_index", "document", "by_name", "ended_reason",
    }  # fmt: skip
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "key", "case_ref", "case_number", "scopes", "since", "until",
        "accepted_at", "by_ref", "ended_on",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="attorney_days_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True, ended_reason="")
                | models.Q(ended_on__isnull=False, ended_reason__gt=""),
                name="attorney_ended_with_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agent_index"], name="attorney_agent"),
            models.Index(fields=["principal_index"], name="attorney_principal"),
        ]
        triggers: ClassVar = row_images()
