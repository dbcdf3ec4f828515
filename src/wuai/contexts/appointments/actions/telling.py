"""Telling a person about an appointment, once for each thing told."""

from datetime import datetime

from wuai.contexts.appointments.models import Booking
from wuai.contexts.appointments.queries.mails import mail
from wuai.contexts.messages import api as messages


def tell(booking: Booking, what: str, *, at: datetime) -> bool:
    """Put a mail into the outbox; False when the person left no address."""
    if not booking.email:
        return False
    subject, body = mail(booking, what)
    # A reminder is sent once for a time; everything else whenever it happens.
    once = booking.slot.starts_at if what == "REMIND" else at
    messages.send_mail(
        once_key=f"appointment:{booking.ref}:{what}:{once.isoformat()}", recipient=booking.email,
        subject=subject, body=body, branch_id=booking.branch_id, at=at,
    )  # fmt: skip
    return True
