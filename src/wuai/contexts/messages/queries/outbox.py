"""What stands in the outbox, for the people who keep it."""

from dataclasses import dataclass
from datetime import datetime

from wuai.contexts.messages.models import Message

PAGE = 100


@dataclass(frozen=True, slots=True)
class MailRow:
    """One mail and where it stands; the body is not shown."""

    id: int
    ref: str
    once_key: str
    recipient: str
    subject: str
    status: str
    attempts: int
    answer: str
    created_at: datetime
    sent_at: datetime | None


def mails(
    branch_id: int, *, status: str = "", before_id: int | None = None
) -> list[MailRow]:  # fmt: skip
    """The latest mails of a branch, newest first, a page at a time."""
    found = Message.objects.filter(branch_id=branch_id).order_by("-id")
    if status:
        found = found.filter(status=status)
    if before_id:
        found = found.filter(id__lt=before_id)
    return [
        MailRow(
            m.id, str(m.ref), m.once_key, m.recipient, m.subject, m.status, m.attempts, m.answer,
            m.created_at, m.sent_at,
        )
        for m in found.defer("body")[:PAGE]
    ]  # fmt: skip


def is_of_branch(ref: str, branch_id: int) -> bool:
    """Whether a mail belongs to a branch."""
    return Message.objects.filter(ref=ref, branch_id=branch_id).exists()


def failed_count(branch_id: int) -> int:
    """How many mails were given up (shown as work)."""
    return Message.objects.filter(branch_id=branch_id, status="FAILED").count()
