"""Certificates of agencies are registered and ended; the signature of a file is checked and kept."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals.models import (
    PAPER,
    AgencyCertificate,
    Batch,
    BatchSignature,
    SigningRule,
)
from wuai.contexts.referrals.rules import signing as rules
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class Checked:
    """A signature that holds: by which certificate, when the signer says."""

    certificate: AgencyCertificate
    signature: bytes
    said_at: datetime | None


@action("certificate.register")
def register(*, agency_id: int, data: bytes, by: Actor, at: datetime) -> AgencyCertificate:
    """Register a certificate for an agency; a file signed with it counts from now on."""
    from wuai.contexts.referrals.gateways.cms import codec  # pyHanko is slow to import

    der, facts = codec.certificate(data)
    if not facts.since <= at <= facts.until:
        raise rules.SignerOver(serial=facts.serial)
    try:
        with transaction.atomic():
            held = AgencyCertificate.objects.create(
                agency_id=agency_id, der=der, subject=facts.subject[:300],
                issuer=facts.issuer[:300], serial=facts.serial, fingerprint=facts.fingerprint,
                since=facts.since, until=facts.until, registered_at=at, registered_by=by.ref,
            )  # fmt: skip
    except IntegrityError as known:
        raise rules.CertificateKnown from known
    record(kind="agency", ref=_code(agency_id), data={"fingerprint": facts.fingerprint})
    return held


@action("certificate.end")
def end(*, agency_id: int, ref: uuid.UUID, by: Actor, at: datetime) -> None:
    """End a certificate at once, for good; what was signed with it before stays signed."""
    mine = AgencyCertificate.objects.select_for_update().filter(ref=ref, agency_id=agency_id)
    held = mine.first()
    if held is None:
        raise rules.CertificateUnknown
    if held.ended_at is None:
        held.ended_at, held.ended_by = at, by.ref
        held.save(update_fields=["ended_at", "ended_by"])
    record(kind="agency", ref=_code(agency_id), data={"fingerprint": held.fingerprint})


@action("certificate.require")
def require(*, agency_id: int, required: bool, by: Actor, at: datetime) -> None:
    """From now on the files of an agency must be signed, or need not."""
    SigningRule.objects.create(agency_id=agency_id, required=required, at=at, by_ref=by.ref)
    record(kind="agency", ref=_code(agency_id), data={"required": required})


def _code(agency_id: int) -> str:
    return organisation.agency_by_id(agency_id).code


def is_required(agency_id: int) -> bool:
    """Whether the files of an agency must be signed now."""
    last = SigningRule.objects.filter(agency_id=agency_id).order_by("id").last()
    return last is not None and last.required


def check(
    signature: bytes, blocks: Callable[[], Iterable[bytes]], *, agency_id: int, at: datetime
) -> Checked:  # fmt: skip
    """By a certificate of this agency, good now, over exactly these bytes; or refused."""
    from wuai.contexts.referrals.gateways.cms import codec  # as above

    read = codec.read(signature)
    among = AgencyCertificate.objects.filter(agency_id=agency_id, serial=read.serial)
    held = next((one for one in among if codec.is_by(read, bytes(one.der))), None)
    if held is None:
        raise rules.SignerUnknown(serial=read.serial)
    _der, facts = codec.certificate(bytes(held.der))
    rules.check_time(facts, ended=held.ended_at is not None, at=at)
    codec.check(read, bytes(held.der), blocks)
    return Checked(held, signature, read.said_at)


def check_signed(batch: Batch) -> None:
    """Refuse a file without signature of an agency that must sign; paper is keyed in by us."""
    if batch.origin == PAPER or BatchSignature.objects.filter(batch=batch).exists():
        return
    refuse_unsigned(batch.agency_id)


def refuse_unsigned(agency_id: int) -> None:
    """Refuse when the files of this agency must be signed."""
    if is_required(agency_id):
        raise rules.SignatureRequired


def may_correct(agency_id: int, by: Actor) -> bool:
    """Whether rejected rows may be typed anew; who must sign sends them in a file again."""
    return by.kind != "agency" or not is_required(agency_id)


def check_by_hand(agency_id: int, by: Actor) -> None:
    """Refuse rows typed by the people of an agency that must sign."""
    if not may_correct(agency_id, by):
        raise rules.CorrectionUnsigned


@action("referral.sign")
def keep(*, batch: Batch, checked: Checked, by: Actor, at: datetime) -> None:
    """Keep the signature with its batch; the first one stays."""
    held, _new = BatchSignature.objects.get_or_create(
        batch=batch,
        defaults={
            "certificate": checked.certificate, "signature": checked.signature,
            "said_at": checked.said_at, "checked_at": at, "by_ref": by.ref,
        },
    )  # fmt: skip
    record(
        kind="batch", ref=batch.ref, branch_id=batch.branch_id,
        data={"fingerprint": held.certificate.fingerprint},
    )  # fmt: skip
