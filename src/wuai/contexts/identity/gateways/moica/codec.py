"""Reads what a card signed (CMS SignedData) and decides whether its certificate is good."""

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import cms, core, crl, ocsp, x509
from pyhanko.sign.general import extract_certificate_info
from pyhanko_certvalidator import CertificateValidator, ValidationContext, errors
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    DisallowWeakAlgorithmsPolicy,
    FreshnessReqType,
    PKIXValidationParams,
    RevocationCheckingPolicy,
)

from wuai.contexts.identity.gateways.moica.attributes import DirectoryAttributes
from wuai.contexts.identity.rules import certificates as rules
from wuai.contexts.identity.rules.citizens import Holder
from wuai.platform import signatures

_SKEW = timedelta(seconds=60)
_WEAK = frozenset({"md2", "md5", "sha1", "sha224"})
Certificates = list[x509.Certificate]


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom we believe: roots and the authorities below them, and the policies that count."""

    roots: tuple[bytes, ...]
    between: tuple[bytes, ...] = ()
    policies: frozenset[str] = rules.POLICIES


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that holds: what was signed, its nonce, and who signed."""

    text: bytes
    nonce: str
    certificate: x509.Certificate


def read(answer: bytes) -> Signed:
    """Read a signature and check it, not yet whether anybody may trust its certificate."""
    if len(answer) > rules.LARGEST_ANSWER:
        raise rules.SignatureWrong
    try:
        return _read(answer)
    except signatures.BROKEN as wrong:
        raise rules.SignatureWrong from wrong


def _read(answer: bytes) -> Signed:
    outer = cms.ContentInfo.load(answer, strict=True)
    if outer["content_type"].native != "signed_data":
        raise rules.SignatureWrong
    signed: cms.SignedData = outer["content"]
    if len(signed["signer_infos"]) != 1:
        raise rules.SignatureWrong
    info: cms.SignerInfo = signed["signer_infos"][0]
    text = signed["encap_content_info"]["content"].native
    certificate = extract_certificate_info(signed).signer_cert
    digest = info["digest_algorithm"]["algorithm"].native
    _check_strength(info, certificate, digest)
    if not isinstance(text, bytes) or isinstance(info["signed_attrs"], core.Void):
        raise rules.SignatureWrong
    if not signatures.holds(info, certificate, hashlib.new(digest, text).digest()):
        raise rules.SignatureWrong
    return Signed(text, _attribute(info, rules.NONCE), certificate)


def _check_strength(info: cms.SignerInfo, certificate: x509.Certificate, digest: str) -> None:
    """SHA-1 and short keys are refused before anything is reckoned with them."""
    safe = signatures.is_safe(info["signature_algorithm"], digest)
    issued = certificate.hash_algo in signatures.DIGESTS
    if not (safe and issued and signatures.is_strong(certificate.public_key)):
        raise rules.CertificateWeak


def _attribute(info: cms.SignerInfo, oid: str) -> str:
    """The one value of a signed attribute as text; empty when it is not there."""
    for attribute in info["signed_attrs"]:
        if attribute["type"].dotted == oid:
            held = attribute["values"][0].native
            return held.decode() if isinstance(held, bytes) else str(held)
    return ""


def chain(signed: Signed, trust: Trust, *, at: datetime) -> ValidationPath:
    """The chain from the card to a trusted root, good on this day; revocation comes after."""
    if not trust.roots:  # or the library would believe whom the operating system believes
        raise rules.CertificateUntrusted
    try:
        return _validate(signed.certificate, trust, _context(trust, at))
    except signatures.BROKEN as broken:
        raise rules.CertificateUntrusted from broken


def check_revocation(
    signed: Signed, trust: Trust, *, crls: list[bytes], ocsps: list[bytes], at: datetime
) -> None:
    """Every certificate of the chain is known not to be revoked, from news that is fresh enough."""
    policy = CertRevTrustPolicy(
        RevocationCheckingPolicy.from_legacy("require"), freshness=rules.REVOCATION_GRACE,
        freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION,
    )  # fmt: skip
    try:
        context = _context(
            trust, at, revinfo_policy=policy,
            crls=[crl.CertificateList.load(one) for one in crls],
            ocsps=[ocsp.OCSPResponse.load(one) for one in ocsps],
        )  # fmt: skip
        _validate(signed.certificate, trust, context)
    except signatures.BROKEN as broken:  # what came is no list at all
        raise rules.RevocationUnknown from broken


def _loaded(held: tuple[bytes, ...]) -> Certificates:
    return [x509.Certificate.load(der) for der in held]


def _context(trust: Trust, at: datetime, **more: object) -> ValidationContext:
    return ValidationContext(
        trust_roots=_loaded(trust.roots), other_certs=_loaded(trust.between), moment=at,
        time_tolerance=_SKEW,
        algorithm_usage_policy=DisallowWeakAlgorithmsPolicy(  # type: ignore[no-untyped-call]  # half typed there
            weak_hash_algos=_WEAK, rsa_key_size_threshold=signatures.RSA_BITS
        ),
        **more,  # type: ignore[arg-type]  # half typed there
    )  # fmt: skip


def _validate(
    certificate: x509.Certificate, trust: Trust, context: ValidationContext
) -> ValidationPath:
    params = PKIXValidationParams(
        user_initial_policy_set=trust.policies, initial_explicit_policy=True,
    )  # fmt: skip
    validator = CertificateValidator(
        certificate, validation_context=context, pkix_params=params
    )  # fmt: skip
    try:
        asked = validator.async_validate_usage({"digital_signature"})  # type: ignore[no-untyped-call]  # half typed there
        found: ValidationPath = asyncio.run(asked)
    except (errors.ExpiredError, errors.NotYetValidError) as over:
        raise rules.CertificateOver from over
    except errors.RevokedError as revoked:
        raise rules.CertificateRevoked from revoked
    except errors.DisallowedAlgorithmError as weak:
        raise rules.CertificateWeak from weak
    except (
        errors.InsufficientRevinfoError,
        errors.CRLValidationError,
        errors.OCSPValidationError,
    ) as unknown:
        raise rules.RevocationUnknown from unknown
    except (errors.PathError, errors.ValidationError) as untrusted:
        raise rules.CertificateUntrusted from untrusted
    return found


def holder(signed: Signed, kind: str) -> Holder:
    """Who the certificate says has signed: name, last four, and what stays the same on renewal."""
    try:
        return _holder(signed.certificate, kind)
    except signatures.BROKEN as broken:
        raise rules.CertificateUnfit from broken


def _holder(certificate: x509.Certificate, kind: str) -> Holder:
    subject = certificate.subject.native
    name, stays = subject.get("common_name"), subject.get("serial_number")
    last_four = _last_four(certificate)
    if not isinstance(name, str) or len(last_four) != 4:
        raise rules.CertificateUnfit
    # Without a serial number in the subject only this very certificate is known again.
    stays = stays if isinstance(stays, str) else certificate.sha256.hex()
    return Holder(
        kind, name, last_four, f"{certificate.issuer.hashable}|{stays}",
        f"{certificate.serial_number:x}", certificate.not_valid_after.timestamp(),
    )  # fmt: skip


def _last_four(certificate: x509.Certificate) -> str:
    for extension in certificate["tbs_certificate"]["extensions"]:
        if extension["extn_id"].dotted == "2.5.29.9":
            for attribute in DirectoryAttributes.load(extension["extn_value"].contents):
                if attribute["type"].dotted == rules.LAST_FOUR:
                    return str(attribute["values"][0].native).strip()
    return ""
