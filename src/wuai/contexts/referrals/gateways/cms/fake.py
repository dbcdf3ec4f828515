"""Signs files as an agency would: a key and a certificate made on the spot, for trying out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class Signer:
    """A key with its certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def pem(self) -> bytes:
        """The certificate, to be registered."""
        return self.certificate.public_bytes(Encoding.PEM)

    def sign(self, content: bytes, encoding: Encoding = Encoding.DER) -> bytes:
        """A detached signature over the content as it is."""
        builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
        signed = builder.add_signer(self.certificate, self.key, SHA256())
        options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
        return signed.sign(encoding, options)


def signer(name: str, *, since: datetime, days: int = 365) -> Signer:
    """A signer with a certificate that it made itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "TW"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
        ]
    )
    built = x509.CertificateBuilder(
        subject, subject, key.public_key(), x509.random_serial_number(), since,
        since + timedelta(days=days),
    )  # fmt: skip
    return Signer(key, built.sign(key, SHA256()))


def sign_beside(path: Path, name: str, *, at: datetime) -> tuple[Path, Path]:
    """Sign a file as a new signer: the signature and the certificate, written beside it."""
    made = signer(name, since=at - timedelta(days=1))
    signature, certificate = Path(f"{path}.p7s"), Path(f"{path}.cer")
    signature.write_bytes(made.sign(path.read_bytes()))
    certificate.write_bytes(made.pem())
    return signature, certificate
