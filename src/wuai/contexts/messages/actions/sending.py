"""Out of the house: put messages into the outbox, let workers take them, note what became of them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wuai.contexts.messages.models import ChannelState, Message, Telling
from wuai.contexts.messages.rules import channels, kinds
from wuai.platform.queue import later, later_each


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a provider gets. ``ref`` is the same at every attempt, so a repetition is recognised.

    ``link`` and ``is_optional`` belong to messages of a telling; the link is still open in the words.
    """

    ref: str
    channel: str
    recipient: str
    subject: str
    body: str
    link: str = ""
    is_telling: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    """Not now: try again at this moment."""

    until: datetime


def put_out(ways: Sequence[tuple[Telling, tuple[str, str]]], at: datetime) -> None:
    """One message for each telling by its way, and a job for each that is new."""
    made = []
    for telling, (channel, address) in ways:
        urgent = kinds.kind_of(telling.kind).urgent
        when = channels.may_go(channel, urgent=urgent, at=at)
        made.append(
            Message(
                ref=uuid.uuid4(), once_key=f"telling:{telling.ref}:{channel}", telling=telling,
                channel=channel, recipient=address, subject=telling.subject,
                body=telling.short if channel == "SMS" else telling.text,
                branch_id=telling.branch_id, created_at=at,
                not_before=when if when > at else None,
            )
        )  # fmt: skip
    Message.objects.bulk_create(made, ignore_conflicts=True, batch_size=2000)
    kept = set(
        Message.objects.filter(once_key__in=[m.once_key for m in made]).values_list(
            "ref", flat=True
        )
    )
    now = [m for m in made if m.ref in kept and m.not_before is None]
    if now:
        later_each("messages.send", ({"message_ref": str(m.ref)} for m in now))
    for m in made:
        if m.ref in kept and m.not_before is not None:
            send_later(str(m.ref), m.not_before)


def send_later(message_ref: str, when: datetime) -> None:
    """Try a message at a later moment; a second late, so that the moment has come for certain."""
    later("messages.send", when=when + timedelta(seconds=1), message_ref=message_ref)


def shut_until(channel: str, at: datetime) -> datetime | None:
    """Until when a channel is left alone, if it is; by hand it is looked at again every minute."""
    state = ChannelState.objects.filter(channel=channel).first()
    if state is None:
        return None
    if state.paused_at is not None:
        return at + channels.PROBE
    return state.shut_until if state.shut_until and state.shut_until > at else None


def note_channel(channel: str, *, worked: bool, answer: str, at: datetime) -> None:
    """Count what a channel did; after some failures in a row it is shut for a while."""
    if worked and not ChannelState.objects.filter(channel=channel, failures__gt=0).exists():
        return
    ChannelState.objects.bulk_create([ChannelState(channel=channel)], ignore_conflicts=True)
    state = ChannelState.objects.select_for_update().get(channel=channel)
    if worked:
        state.failures, state.shut_until, state.last_worked_at = 0, None, at
    else:
        state.failures += 1
        state.last_failed_at, state.last_answer = at, answer[:300]
        pause = channels.shut_for(state.failures)
        state.shut_until = at + pause if pause else None
    state.save()
