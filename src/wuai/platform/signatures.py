"""What every check of a CMS signature shares: which algorithms are safe, what broken bytes raise.

pyHanko and what it stands on take a third of a second to import: only what checks a signature
imports this, when it does.
"""

from asn1crypto import algos, cms, keys, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from pyhanko.sign.general import CMSExtractionError, CMSStructuralError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

# What the libraries raise when bytes are not what they claim to be.
BROKEN = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, NotImplementedError,
    CMSExtractionError, CMSStructuralError, SignatureValidationError, InvalidSignature,
    UnsupportedAlgorithm, OverflowError,
)  # fmt: skip
DIGESTS = frozenset({"sha256", "sha384", "sha512"})
RSA_BITS, EC_BITS = 2048, 256
_LEAST = {"rsa": RSA_BITS, "ec": EC_BITS}
# The kind of key that each accepted algorithm needs.
_KEYS = {"rsassa_pkcs1v15": "rsa", "rsassa_pss": "rsa", "ecdsa": "ec"}
_KEYS |= {f"{digest}_rsa": "rsa" for digest in DIGESTS}
_KEYS |= {f"{digest}_ecdsa": "ec" for digest in DIGESTS}
_HASH_ELSEWHERE = {"rsassa_pkcs1v15", "ecdsa"}  # they take the one named for the file


def is_strong(key: keys.PublicKeyInfo) -> bool:
    """Whether a key is of a kind that counts, and long enough.

    The size of a key of another kind is never asked: the library only knows that of some.
    """
    least = _LEAST.get(key.algorithm)
    return least is not None and key.bit_size >= least


def is_safe(how: algos.SignedDigestAlgorithm, digest: str) -> bool:
    """Whether a signature rests on nothing but the hash of what was signed, and that is a safe one."""
    return digest in DIGESTS and _hashes(how, digest) == {digest}


def _hashes(how: algos.SignedDigestAlgorithm, digest: str) -> set[str]:
    """The hashes a signature rests on; none when its algorithm is not accepted."""
    name = how["algorithm"].native
    if name not in _KEYS:
        return set()
    if name in _HASH_ELSEWHERE:
        return {digest}
    found = {how.hash_algo}
    if name == "rsassa_pss":
        found.add(how["parameters"]["mask_gen_algorithm"]["parameters"]["algorithm"].native)
    return found


def holds(info: cms.SignerInfo, certificate: x509.Certificate, digest: bytes) -> bool:
    """Whether the key of the certificate made the signature, over bytes with this hash."""
    # The library only asserts this, and not at all when assertions are stripped.
    how = info["signature_algorithm"]["algorithm"].native
    if _KEYS.get(how) != certificate.public_key.algorithm:
        return False
    intact, valid = validate_sig_integrity(info, certificate, "data", digest)
    return bool(intact and valid)
