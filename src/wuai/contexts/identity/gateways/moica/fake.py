"""A certification authority and its cards, of no value: for tests and the demonstration only.

Root, issuing authority, list of revocations, responder, and cards that sign as real ones do. What
is wrong with a card is said when it is made.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import cms, core
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.x509 import ocsp
from cryptography.x509.oid import NameOID

from wuai.contexts.identity.gateways.moica.attributes import DirectoryAttributes
from wuai.contexts.identity.rules import certificates as rules

ORGANISATION = "無礙示範（沒有效力）"
POLICY = "2.16.886.101.0.3.3"
DIGESTS = {"sha256": hashes.SHA256, "sha1": hashes.SHA1}


def new_key(bits: int = 2048) -> RSAPrivateKey:
    """A new RSA key."""
    return generate_private_key(public_exponent=65537, key_size=bits)


def _name(unit: str, **more: str) -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "TW"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
    ]
    if unit:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit))
    for key, oid in (("name", NameOID.COMMON_NAME), ("serial", NameOID.SERIAL_NUMBER)):
        if more.get(key):
            parts.append(x509.NameAttribute(oid, more[key]))
    return x509.Name(parts)


@dataclass(slots=True)
class Card:
    """A software card: its certificate, its key, its PIN."""

    certificate: x509.Certificate
    key: RSAPrivateKey
    pin: str = "123456"
    wrong_pins: int = 0
    label: str = ""
    hint: str = ""

    def sign(
        self, text: bytes, nonce: str = "", *, digest: str = "sha256", **wrong: bytes
    ) -> bytes:
        """A CMS signature over ``text``; ``wrong`` puts other ``content`` or ``attribute`` in."""
        values = {
            "content_type": "data",
            "message_digest": hashlib.new(digest, wrong.get("attribute", text)).digest(),
            "signing_time": cms.Time({"utc_time": datetime.now(UTC)}),
        }
        attributes = [{"type": name, "values": [value]} for name, value in values.items()]
        for oid, held in ((rules.NONCE, nonce), (rules.CARD_NUMBER, "TP00000000000000")):
            if held:
                attributes.append({"type": oid, "values": [core.PrintableString(held)]})
        signed = cms.CMSAttributes(attributes)
        signature = self.key.sign(signed.dump(), padding.PKCS1v15(), DIGESTS[digest]())
        mine = asn1.Certificate.load(self.certificate.public_bytes(serialization.Encoding.DER))
        info = {
            "version": "v1", "digest_algorithm": {"algorithm": digest}, "signed_attrs": signed,
            "sid": {"issuer_and_serial_number": {
                "issuer": mine.issuer, "serial_number": mine.serial_number}},
            "signature_algorithm": {"algorithm": "rsassa_pkcs1v15"}, "signature": signature,
        }  # fmt: skip
        return bytes(cms.ContentInfo({
            "content_type": "signed_data",
            "content": {
                "version": "v1", "digest_algorithms": [{"algorithm": digest}],
                "encap_content_info": {
                    "content_type": "data", "content": wrong.get("content", text)},
                "certificates": [mine], "signer_infos": [info],
            },
        }).dump())  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """What may be odd about a card: its policy, no address of a responder, a key that may not sign."""

    policy: str = POLICY
    responder: bool = True
    signs: bool = True


@dataclass(slots=True)
class Authority:
    """A root and the authority below it that issues cards and says which were revoked."""

    root_key: RSAPrivateKey
    key: RSAPrivateKey
    address: str = "http://127.0.0.1:1"
    revoked: set[int] = field(default_factory=set)
    news_at: datetime | None = None
    root: x509.Certificate = field(init=False)
    certificate: x509.Certificate = field(init=False)

    def __post_init__(self) -> None:
        """Certify itself."""
        root = _name("示範根憑證")
        self.root = self._authority(root, root, self.root_key, self.root_key, 1)
        below = _name("示範自然人憑證管理中心")
        self.certificate = self._authority(below, root, self.key, self.root_key, 0)

    @classmethod
    def kept_in(cls, folder: Path, address: str) -> "Authority":
        """The authority whose keys lie in a folder; made the first time."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        keys = []
        for name in ("root", "issuing"):
            path = folder / f"{name}.key"
            if not path.exists():
                pem = new_key().private_bytes(
                    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                )  # fmt: skip
                path.write_bytes(pem)
                path.chmod(0o600)
            keys.append(serialization.load_pem_private_key(path.read_bytes(), None))
        made = cls(keys[0], keys[1], address)  # type: ignore[arg-type]  # both are RSA keys, made above
        (folder / "root.pem").write_bytes(made.root.public_bytes(serialization.Encoding.PEM))
        (folder / "issuing.pem").write_bytes(
            made.certificate.public_bytes(serialization.Encoding.PEM)
        )
        return made

    def _authority(
        self, subject: x509.Name, issuer: x509.Name, key: RSAPrivateKey, by: RSAPrivateKey,
        below: int,
    ) -> x509.Certificate:  # fmt: skip
        builder = self._builder(subject, issuer, key, datetime(2020, 1, 1, tzinfo=UTC), 20)
        builder = builder.add_extension(x509.BasicConstraints(True, below), critical=True)
        builder = builder.add_extension(_usage(authority=True), critical=True)
        builder = builder.add_extension(_policies(POLICY), critical=False)
        if subject != issuer:
            builder = builder.add_extension(self._points("root"), critical=False)
        return builder.sign(by, hashes.SHA256())

    def _builder(
        self, subject: x509.Name, issuer: x509.Name, key: RSAPrivateKey, since: datetime, years: int
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder().subject_name(subject).issuer_name(issuer)
            .public_key(key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(since).not_valid_after(since + timedelta(days=365 * years))
        )  # fmt: skip

    def _points(self, of: str) -> x509.CRLDistributionPoints:
        place = x509.UniformResourceIdentifier(f"{self.address}/{of}.crl")
        return x509.CRLDistributionPoints([x509.DistributionPoint([place], None, None, None)])

    def card(
        self, name: str, last_four: str, *, since: datetime | None = None,
        key: RSAPrivateKey | None = None, made: Made | None = None,
    ) -> Card:  # fmt: skip
        """Issue a card; the number in the subject stays the same on renewal."""
        made = made or Made()
        stays = hashlib.sha256(f"{name}{last_four}".encode()).hexdigest()[:16]
        mine = key or new_key()
        since = since or datetime(2024, 1, 1, tzinfo=UTC)
        subject = _name("", name=name, serial=stays)
        builder = self._builder(subject, self.certificate.subject, mine, since, 8)
        builder = builder.add_extension(x509.BasicConstraints(False, None), critical=True)
        builder = builder.add_extension(_usage(authority=False, signs=made.signs), critical=True)
        builder = builder.add_extension(_policies(made.policy), critical=False)
        builder = builder.add_extension(self._points("issuing"), critical=False)
        if made.responder:
            place = x509.UniformResourceIdentifier(f"{self.address}/ocsp")
            access = x509.AccessDescription(x509.oid.AuthorityInformationAccessOID.OCSP, place)
            builder = builder.add_extension(
                x509.AuthorityInformationAccess([access]), critical=False
            )
        if last_four:
            builder = builder.add_extension(_directory(last_four), critical=False)
        return Card(builder.sign(self.key, hashes.SHA256()), mine)

    def revoke(self, card: Card) -> Card:
        """Revoke a card."""
        self.revoked.add(card.certificate.serial_number)
        return card

    def answer(self, url: str, body: bytes | None) -> bytes:
        """What the authority says at one of its addresses, as a download would bring it."""
        if body is not None:
            return self._ocsp(body)
        if url.endswith("/root.crl"):
            return self._crl(self.root.subject, self.root_key, set())
        return self._crl(self.certificate.subject, self.key, self.revoked)

    def _now(self) -> datetime:
        return (self.news_at or datetime.now(UTC)) - timedelta(minutes=1)

    def _crl(self, issuer: x509.Name, key: RSAPrivateKey, revoked: set[int]) -> bytes:
        now = self._now()
        builder = x509.CertificateRevocationListBuilder().issuer_name(issuer)
        builder = builder.last_update(now).next_update(now + timedelta(days=1))
        for serial in sorted(revoked):
            line = x509.RevokedCertificateBuilder().serial_number(serial)
            builder = builder.add_revoked_certificate(
                line.revocation_date(now - timedelta(days=30)).build()
            )
        return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def _ocsp(self, body: bytes) -> bytes:
        asked, now = ocsp.load_der_ocsp_request(body), self._now()
        over = asked.serial_number in self.revoked
        answer = ocsp.OCSPResponseBuilder().add_response_by_hash(
            issuer_name_hash=asked.issuer_name_hash, issuer_key_hash=asked.issuer_key_hash,
            serial_number=asked.serial_number, algorithm=asked.hash_algorithm,
            cert_status=ocsp.OCSPCertStatus.REVOKED if over else ocsp.OCSPCertStatus.GOOD,
            this_update=now, next_update=now + timedelta(hours=1),
            revocation_time=now - timedelta(days=30) if over else None, revocation_reason=None,
        ).responder_id(ocsp.OCSPResponderEncoding.NAME, self.certificate)  # fmt: skip
        return answer.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _usage(*, authority: bool, signs: bool = True) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority and signs, content_commitment=False,
        key_encipherment=not signs, data_encipherment=False, key_agreement=False,
        key_cert_sign=authority, crl_sign=authority, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _policies(oid: str) -> x509.CertificatePolicies:
    held = x509.PolicyInformation(x509.ObjectIdentifier(oid), None)
    return x509.CertificatePolicies([held])


def _directory(last_four: str) -> x509.UnrecognizedExtension:
    held = DirectoryAttributes(
        [{"type": rules.LAST_FOUR, "values": [core.PrintableString(last_four)]}]
    )
    return x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.9"), held.dump())
