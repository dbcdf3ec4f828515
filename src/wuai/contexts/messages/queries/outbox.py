"""What stands in the outbox, for the people who keep it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from wuai.contexts.messages.models import ChannelState, Message
from wuai.contexts.messages.rules.channels import CHANNELS, PROMPT

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
    channel: str = "MAIL"
    not_before: datetime | None = None


def mails(
    branch_id: int, *, status: str = "", channel: str = "", before_id: int | None = None
) -> list[MailRow]:  # fmt: skip
    """The latest mails of a branch, newest first, a page at a time."""
    found = Message.objects.filter(branch_id=branch_id).order_by("-id")
    if status:
        found = found.filter(status=status)
    if channel:
        found = found.filter(channel=channel)
    if before_id:
        found = found.filter(id__lt=before_id)
    return [
        MailRow(
            m.id, str(m.ref), m.once_key, m.recipient, m.subject, m.status, m.attempts, m.answer,
            m.created_at, m.sent_at, m.channel, m.not_before,
        )
        for m in found.defer("body")[:PAGE]
    ]  # fmt: skip


def is_of_branch(ref: str, branch_id: int) -> bool:
    """Whether a mail belongs to a branch."""
    return Message.objects.filter(ref=ref, branch_id=branch_id).exists()


def failed_count(branch_id: int) -> int:
    """How many messages were given up (shown as work)."""
    return Message.objects.filter(branch_id=branch_id, status="FAILED").count()


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """How a channel fares, and what went out by it since some moment."""

    channel: str
    shut_until: datetime | None
    paused_by: str
    last_answer: str
    waiting: int
    sent: int
    prompt: int
    bounced: int
    failed: int

    @property
    def prompt_share(self) -> int | None:
        """Percent of what was handed over that went within ten seconds of its moment."""
        return None if not self.sent else self.prompt * 100 // self.sent


def channel_rows(branch_id: int, *, since: datetime) -> list[ChannelRow]:
    """Each channel with its figures (two queries)."""
    states = {state.channel: state for state in ChannelState.objects.all()}
    began = Coalesce("not_before", "created_at")
    went = Q(status__in=["SENT", "DELIVERED", "BOUNCED"], sent_at__isnull=False)
    figures: dict[str, dict[str, Any]] = {
        row["channel"]: dict(row)
        for row in Message.objects.filter(branch_id=branch_id, created_at__gte=since)
        .values("channel").annotate(
            waiting=Count("id", filter=Q(status__in=["WAITING", "SENDING"])),
            sent=Count("id", filter=went),
            prompt=Count("id", filter=went & Q(sent_at__lte=began + PROMPT)),
            bounced=Count("id", filter=Q(status="BOUNCED")),
            failed=Count("id", filter=Q(status="FAILED")),
        ).order_by("channel")
    }  # fmt: skip
    names = ("waiting", "sent", "prompt", "bounced", "failed")
    return [
        ChannelRow(
            code, getattr(states.get(code), "shut_until", None),
            getattr(states.get(code), "paused_by", ""), getattr(states.get(code), "last_answer", ""),
            *(int(figures.get(code, {}).get(name, 0)) for name in names),
        )
        for code in CHANNELS
    ]  # fmt: skip


def message_id_of(channel: str, foreign_no: str) -> int | None:
    """The message that a provider speaks of by its own number."""
    if not foreign_no:
        return None
    found = Message.objects.filter(channel=channel, foreign_no=foreign_no).order_by("-id")
    return found.values_list("id", flat=True).first()


def message_id_by_ref(ref: str) -> int | None:
    """The message with this public id."""
    return Message.objects.filter(ref=ref).values_list("id", flat=True).first()
