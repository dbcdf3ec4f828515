"""Reads a detached signature (CMS SignedData) and the certificates that may have made it."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms, core, pem, x509

from wuai.contexts.referrals.rules import signing as rules
from wuai.platform import signatures


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as it was read: who says to have made it, when; not yet whether it holds."""

    info: cms.SignerInfo
    serial: str
    digest: str
    said_at: datetime | None


def _unarmoured(data: bytes) -> bytes:
    if pem.detect(data):
        return bytes(pem.unarmor(data)[2])
    return data


def certificate(data: bytes) -> tuple[bytes, rules.Facts]:
    """One certificate, DER or PEM: its DER bytes, and what it says."""
    try:
        found = x509.Certificate.load(_unarmoured(data), strict=True)
        facts = _facts(found)
        if not signatures.is_strong(found.public_key):
            raise rules.SignatureWeak
    except signatures.BROKEN as wrong:
        raise rules.CertificateUnreadable from wrong
    return found.dump(), facts


def _facts(found: x509.Certificate) -> rules.Facts:
    return rules.Facts(
        found.subject.human_friendly, found.issuer.human_friendly, f"{found.serial_number:x}",
        found.sha256.hex(), found.not_valid_before, found.not_valid_after,
    )  # fmt: skip


def read(data: bytes) -> Signature:
    """Read one signature by one signer that does not carry the file itself."""
    try:
        if len(data) > rules.LARGEST:
            raise rules.SignatureBroken
        return _read(data)
    except signatures.BROKEN as wrong:
        raise rules.SignatureBroken from wrong


def _read(data: bytes) -> Signature:
    outer = cms.ContentInfo.load(_unarmoured(data), strict=True)
    signed = outer["content"]
    if outer["content_type"].native != "signed_data" or len(signed["signer_infos"]) != 1:
        raise rules.SignatureBroken
    if signed["encap_content_info"]["content"].native is not None:
        raise rules.SignatureBroken
    info: cms.SignerInfo = signed["signer_infos"][0]
    who = info["sid"].chosen
    if isinstance(info["signed_attrs"], core.Void) or not isinstance(
        who, cms.IssuerAndSerialNumber
    ):
        raise rules.SignatureBroken
    digest = info["digest_algorithm"]["algorithm"].native
    if not signatures.is_safe(info["signature_algorithm"], digest):
        raise rules.SignatureWeak
    said = [one["values"][0].native for one in info["signed_attrs"]
            if one["type"].native == "signing_time"]  # fmt: skip
    return Signature(info, f"{who['serial_number'].native:x}", digest, said[0] if said else None)


def is_by(signature: Signature, der: bytes) -> bool:
    """Whether the signature names this certificate as the one that made it."""
    held, who = x509.Certificate.load(der), signature.info["sid"].chosen
    same = held.issuer == who["issuer"]
    return bool(same and held.serial_number == who["serial_number"].native)


def check(signature: Signature, der: bytes, blocks: Callable[[], Iterable[bytes]]) -> None:
    """The signature holds: made by the key of the certificate, over exactly these bytes."""
    held, digest = x509.Certificate.load(der), hashlib.new(signature.digest)
    for block in blocks():
        digest.update(block)
    try:
        good = signatures.holds(signature.info, held, digest.digest())
    except signatures.BROKEN as wrong:
        raise rules.SignatureWrong from wrong
    if not good:
        raise rules.SignatureWrong
