"""Asks the certification authority whether a certificate was revoked; keeps what it answered."""

import functools
import hashlib
import itertools
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from asn1crypto import x509
from cryptography import x509 as plain
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from pyhanko_certvalidator.path import ValidationPath

from wuai.contexts.identity.gateways.moica import codec
from wuai.contexts.identity.rules import certificates as rules
from wuai.contexts.identity.rules.citizens import Holder
from wuai.platform.gateways import GatewayError, Line

_LINE = Line(seconds=5, most=32 * 1024 * 1024, open_text=True)
# Within this time the answer kept is good enough; after it a new one is asked for, and the old one
# still serves while none can be had, until the rules' grace is over.
_ASK_AGAIN = 600
Fetch = Callable[[str, bytes | None], bytes]


class Cache(Protocol):
    """What Django's cache can do, as far as it is needed here."""

    def get(self, key: str) -> tuple[float, bytes] | None:
        """What was kept."""

    def set(self, key: str, value: tuple[float, bytes], timeout: int) -> None:
        """Keep it."""


@functools.cache
def trust_in(folder: Path) -> codec.Trust:
    """The certificates (PEM) in a folder: those that sign themselves are the roots."""
    roots: list[bytes] = []
    between: list[bytes] = []
    for path in sorted(folder.glob("*.pem")):
        for one in plain.load_pem_x509_certificates(path.read_bytes()):
            (roots if one.issuer == one.subject else between).append(one.public_bytes(Encoding.DER))
    return codec.Trust(tuple(roots), tuple(between))


def fetch(url: str, body: bytes | None) -> bytes:
    """Get a list (or post a question); http is how authorities publish what is signed anyway."""
    kind = {"Content-Type": "application/ocsp-request"} if body else {}
    host = urlsplit(url).hostname
    got = _LINE.ask(url, body, kind, note=f"revocation {host}")
    if got.status != HTTPStatus.OK:
        raise GatewayError(f"no answer from {host}", temporary=True)
    if not got.is_whole:
        raise GatewayError("answer too large", temporary=False)
    return got.body


def verify(
    answer: bytes,
    trust: codec.Trust,
    *,
    kind: str,
    at: datetime,
    cache: Cache,
    fetch: Fetch = fetch,
) -> tuple[codec.Signed, Holder]:
    """Check a signed answer from its mathematics to its revocation; who signed comes back."""
    signed = codec.read(answer)
    path = codec.chain(signed, trust, at=at)
    found = codec.holder(signed, kind)
    _check_revocation(signed, trust, path, at, cache, fetch)
    return signed, found


def _check_revocation(
    signed: codec.Signed, trust: codec.Trust, path: ValidationPath, at: datetime, cache: Cache,
    fetch: Fetch,
) -> None:  # fmt: skip
    """With what is kept first; when that does not do, with what the authority says now.

    The addresses come from certificates whose chain was checked before.
    """
    chain = list(path.iter_certs(include_root=True))  # from the root to the card
    for fresh in (False, True):
        crls, ocsps = _news(chain, at, cache, fetch, fresh=fresh)
        try:
            codec.check_revocation(signed, trust, crls=crls, ocsps=ocsps, at=at)
        except rules.RevocationUnknown:
            if fresh:
                raise
        else:
            return


def _news(
    chain: list[x509.Certificate], at: datetime, cache: Cache, fetch: Fetch, *, fresh: bool
) -> tuple[list[bytes], list[bytes]]:
    crls, ocsps = [], []
    for issuer, certificate in itertools.pairwise(chain):
        for url in certificate.ocsp_urls:
            body = _question(certificate, issuer)
            name = f"{url}|{hashlib.sha256(body).hexdigest()}"
            ocsps += _kept(name, url, body, at, cache, fetch, fresh)
        if not certificate.ocsp_urls or fresh:
            for point in certificate.crl_distribution_points:
                if point.url:
                    crls += _kept(point.url, point.url, None, at, cache, fetch, fresh)
    return crls, ocsps


def _question(certificate: x509.Certificate, issuer: x509.Certificate) -> bytes:
    one, by = (plain.load_der_x509_certificate(c.dump()) for c in (certificate, issuer))
    request = ocsp.OCSPRequestBuilder().add_certificate(one, by, SHA256()).build()
    return request.public_bytes(Encoding.DER)


def _kept(
    name: str, url: str, body: bytes | None, at: datetime, cache: Cache, fetch: Fetch, fresh: bool
) -> list[bytes]:
    """The answer kept while it is young; else a new one; else the old one until the grace ends."""
    key = f"revocation:{hashlib.sha256(name.encode()).hexdigest()}"
    held, now = cache.get(key), at.timestamp()
    if held is not None and now - held[0] < _ASK_AGAIN and not fresh:
        return [held[1]]
    try:
        got = fetch(url, body)
    except GatewayError:
        return [] if held is None else [held[1]]
    cache.set(key, (now, got), int(rules.REVOCATION_GRACE.total_seconds()))
    return [got]
