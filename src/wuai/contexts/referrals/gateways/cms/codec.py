"""Reads a detached signature (CMS SignedData) and the certificates that may have made it."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import algos, cms, core, keys, pem, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from pyhanko.sign.general import CMSExtractionError, CMSStructuralError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from wuai.contexts.referrals.rules import signing as rules

# What the libraries raise when bytes are not what they claim to be.
_BROKEN = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, NotImplementedError,
    CMSExtractionError, CMSStructuralError, SignatureValidationError, InvalidSignature,
    UnsupportedAlgorithm, OverflowError,
)  # fmt: skip
# The kind of key that each accepted algorithm needs; its hash must be that of the file.
_KEYS = {"rsassa_pkcs1v15": "rsa", "rsassa_pss": "rsa", "ecdsa": "ec"}
_KEYS |= {f"{digest}_rsa": "rsa" for digest in rules.DIGESTS}
_KEYS |= {f"{digest}_ecdsa": "ec" for digest in rules.DIGESTS}
_HASH_ELSEWHERE = {"rsassa_pkcs1v15", "ecdsa"}  # they take the one named for the file


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
        _check_key(found.public_key)
    except _BROKEN as wrong:
        raise rules.CertificateUnreadable from wrong
    return found.dump(), facts


def _facts(found: x509.Certificate) -> rules.Facts:
    return rules.Facts(
        found.subject.human_friendly, found.issuer.human_friendly, f"{found.serial_number:x}",
        found.sha256.hex(), found.not_valid_before, found.not_valid_after,
    )  # fmt: skip


def _check_key(key: keys.PublicKeyInfo) -> None:
    least = {"rsa": rules.RSA_BITS, "ec": rules.EC_BITS}.get(key.algorithm)
    # The size of a key of another kind is never asked: the library only knows that of some.
    if least is None or key.bit_size < least:
        raise rules.SignatureWeak


def read(data: bytes) -> Signature:
    """Read one signature by one signer that does not carry the file itself."""
    try:
        if len(data) > rules.LARGEST:
            raise rules.SignatureBroken
        return _read(data)
    except _BROKEN as wrong:
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
    if digest not in rules.DIGESTS or _hashes(info["signature_algorithm"], digest) != {digest}:
        raise rules.SignatureWeak
    said = [one["values"][0].native for one in info["signed_attrs"]
            if one["type"].native == "signing_time"]  # fmt: skip
    return Signature(info, f"{who['serial_number'].native:x}", digest, said[0] if said else None)


def _hashes(how: algos.SignedDigestAlgorithm, digest: str) -> set[str]:
    """The hashes a signature rests on beside that of the file; none when it is not accepted."""
    name = how["algorithm"].native
    if name not in _KEYS:
        return set()
    if name in _HASH_ELSEWHERE:
        return {digest}
    found = {how.hash_algo}
    if name == "rsassa_pss":
        found.add(how["parameters"]["mask_gen_algorithm"]["parameters"]["algorithm"].native)
    return found


def is_by(signature: Signature, der: bytes) -> bool:
    """Whether the signature names this certificate as the one that made it."""
    held, who = x509.Certificate.load(der), signature.info["sid"].chosen
    same = held.issuer == who["issuer"]
    return bool(same and held.serial_number == who["serial_number"].native)


def check(signature: Signature, der: bytes, blocks: Callable[[], Iterable[bytes]]) -> None:
    """The signature holds: made by the key of the certificate, over exactly these bytes."""
    held = x509.Certificate.load(der)
    # The library only asserts this, and not at all when assertions are stripped.
    how = signature.info["signature_algorithm"]["algorithm"].native
    if _KEYS[how] != held.public_key.algorithm:
        raise rules.SignatureWrong
    digest = hashlib.new(signature.digest)
    for block in blocks():
        digest.update(block)
    try:
        intact, valid = validate_sig_integrity(signature.info, held, "data", digest.digest())
    except _BROKEN as wrong:
        raise rules.SignatureWrong from wrong
    if not (intact and valid):
        raise rules.SignatureWrong
