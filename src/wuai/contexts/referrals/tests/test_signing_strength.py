"""Every hash and every key a signature rests on is strong, and they belong together."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from asn1crypto import cms, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import CertificateBuilder, Name, NameAttribute
from cryptography.x509.oid import NameOID

from wuai.contexts.referrals.gateways.cms import codec
from wuai.contexts.referrals.rules import signing as rules
from wuai.kernel.refusal import Refusal

from .conftest import AT

CONTENT = "移送案號\r\nA1\r\n".encode()
RSA, EC = rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP256R1())
SHA1, SHA256, SHA512, MD5 = hashes.SHA1(), hashes.SHA256(), hashes.SHA512(), hashes.MD5()
Sign = Callable[[bytes], bytes]


def certificate(key: Any) -> bytes:
    """What a certificate says of this key; who made it is never looked at."""
    name, by_itself = (
        Name([NameAttribute(NameOID.COMMON_NAME, "x")]),
        isinstance(key, ed25519.Ed25519PrivateKey),
    )
    made = CertificateBuilder(name, name, key.public_key(), 77, AT, AT.replace(year=2027))
    return made.sign(key, None if by_itself else SHA256).public_bytes(Encoding.DER)


RSA_DER, EC_DER = certificate(RSA), certificate(EC)


def signed(der: bytes, algorithm: Any, sign: Sign, digest: str = "sha256") -> bytes:
    """A signature that says to be made by this certificate with this algorithm."""
    held = x509.Certificate.load(der)
    whose = {"issuer": held.issuer, "serial_number": held.serial_number}
    attributes = cms.CMSAttributes([
        {"type": "content_type", "values": ["data"]},
        {"type": "message_digest", "values": [hashlib.new(digest, CONTENT).digest()]},
    ])  # fmt: skip
    info = {
        "version": "v1", "digest_algorithm": {"algorithm": digest}, "signed_attrs": attributes,
        "sid": cms.SignerIdentifier(
            {"issuer_and_serial_number": cms.IssuerAndSerialNumber(whose)}
        ),
        "signature_algorithm": algorithm, "signature": sign(attributes.dump()),
    }  # fmt: skip
    data = {
        "version": "v1", "digest_algorithms": [{"algorithm": digest}],
        "encap_content_info": {"content_type": "data"}, "signer_infos": [info],
    }  # fmt: skip
    whole = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(data)})
    return bytes(whole.dump())


def by_rsa(how: hashes.HashAlgorithm) -> Sign:
    return lambda data: RSA.sign(data, padding.PKCS1v15(), how)


def by_ec(how: hashes.HashAlgorithm) -> Sign:
    return lambda data: EC.sign(data, ec.ECDSA(how))


def by_pss(how: hashes.HashAlgorithm, mask: hashes.HashAlgorithm) -> Sign:
    return lambda data: RSA.sign(data, padding.PSS(padding.MGF1(mask), 20), how)


def named(name: str) -> dict[str, Any]:
    return {"algorithm": name}


def pss(how: str, mask: str, salt: int = 20) -> dict[str, Any]:
    mgf = {"algorithm": "mgf1", "parameters": {"algorithm": mask}}
    said = {"hash_algorithm": {"algorithm": how}, "mask_gen_algorithm": mgf, "salt_length": salt}
    return {"algorithm": "rsassa_pss", "parameters": said}


STRONG: list[tuple[bytes, Any, Sign, str]] = [
    (RSA_DER, named("sha256_rsa"), by_rsa(SHA256), "sha256"),
    (RSA_DER, named("rsassa_pkcs1v15"), by_rsa(SHA512), "sha512"),
    (RSA_DER, pss("sha256", "sha256"), by_pss(SHA256, SHA256), "sha256"),
    (EC_DER, named("sha512_ecdsa"), by_ec(SHA512), "sha512"),
]
REFUSED: list[tuple[bytes, Any, Sign, type[Refusal]]] = [
    (RSA_DER, named("sha1_rsa"), by_rsa(SHA1), rules.SignatureWeak),
    (RSA_DER, named("md5_rsa"), by_rsa(MD5), rules.SignatureWeak),
    (EC_DER, named("sha1_ecdsa"), by_ec(SHA1), rules.SignatureWeak),
    (RSA_DER, named("sha512_rsa"), by_rsa(SHA512), rules.SignatureWeak),  # not that of the file
    (RSA_DER, pss("sha1", "sha1"), by_pss(SHA1, SHA1), rules.SignatureWeak),
    (RSA_DER, pss("sha256", "sha1"), by_pss(SHA256, SHA1), rules.SignatureWeak),
    (RSA_DER, pss("sha1", "sha256"), by_pss(SHA1, SHA256), rules.SignatureWeak),
    (RSA_DER, pss("sha256", "sha256", 2**70), by_pss(SHA256, SHA256), rules.SignatureWrong),
    (RSA_DER, named("rsassa_pss"), by_pss(SHA256, SHA256), rules.SignatureBroken),
    (EC_DER, named("sha256_rsa"), by_rsa(SHA256), rules.SignatureWrong),
    (RSA_DER, named("sha256_ecdsa"), by_ec(SHA256), rules.SignatureWrong),
    (EC_DER, named("sha256_dsa"), by_ec(SHA256), rules.SignatureWeak),
    (EC_DER, named("ed25519"), by_ec(SHA256), rules.SignatureWeak),
    (EC_DER, named("sha3_256_ecdsa"), by_ec(SHA256), rules.SignatureWeak),
    (EC_DER, named("1.2.3.4"), by_ec(SHA256), rules.SignatureWeak),
]


def check(der: bytes, algorithm: Any, sign: Sign, digest: str = "sha256") -> None:
    read = codec.read(signed(der, algorithm, sign, digest))
    assert codec.is_by(read, der)
    codec.check(read, der, lambda: [CONTENT])


@pytest.mark.parametrize(("der", "algorithm", "sign", "digest"), STRONG)
def test_what_is_strong_throughout_holds(
    der: bytes, algorithm: Any, sign: Sign, digest: str
) -> None:
    check(der, algorithm, sign, digest)


@pytest.mark.parametrize(("der", "algorithm", "sign", "refusal"), REFUSED)
def test_a_weak_hash_or_an_algorithm_of_another_key_is_refused(
    der: bytes, algorithm: Any, sign: Sign, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        check(der, algorithm, sign)


@pytest.mark.parametrize(
    "key", [ed25519.Ed25519PrivateKey.generate(), rsa.generate_private_key(65537, 1024),
            ec.generate_private_key(ec.SECP192R1()), dsa.generate_private_key(1024)],
)  # fmt: skip
def test_a_certificate_of_a_weak_or_unknown_key_is_refused(key: Any) -> None:
    with pytest.raises(rules.SignatureWeak):
        codec.certificate(certificate(key))
