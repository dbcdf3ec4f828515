"""Speaks SMTP (or writes into the file outbox) through Django's mail backend."""

import smtplib
from dataclasses import dataclass
from email.utils import format_datetime

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from wuai.platform.gateways import GatewayError, outside_transaction

_PERMANENT_FROM = 500


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail; ``ref`` becomes its Message-ID, so a repetition can be recognised as one.

    ``stop_url``: one click there ends such mails (RFC 8058).
    """

    ref: str
    recipient: str
    subject: str
    body: str
    stop_url: str = ""


def send(mail: Mail) -> str:
    """Hand one mail over; what was answered comes back. Raises GatewayError."""
    outside_transaction()
    stop = {
        "List-Unsubscribe": f"<{mail.stop_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    } if mail.stop_url else {}  # fmt: skip
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    message = EmailMessage(
        mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.recipient],
        headers={
            "Message-ID": f"<{mail.ref}@{domain}>",
            "Date": format_datetime(timezone.localtime()),
            "Auto-Submitted": "auto-generated",
            **stop,
        },
    )  # fmt: skip
    try:
        accepted = get_connection().send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()), (550, b""))
        raise _failed(code, said) from error
    except smtplib.SMTPResponseException as error:
        raise _failed(error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError) as error:
        raise GatewayError(f"{type(error).__name__}: {error}", temporary=True) from error
    if not accepted:
        raise GatewayError("nothing was accepted", temporary=True)
    return "accepted"


def _failed(code: int, said: bytes | str) -> GatewayError:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return GatewayError(f"{code} {text}"[:500], temporary=code < _PERMANENT_FROM)
