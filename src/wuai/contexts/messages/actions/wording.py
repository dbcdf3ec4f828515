"""New words for a kind of message; old versions stay. And a message to try them out."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from wuai.contexts.messages.models import Message, Wording
from wuai.contexts.messages.rules import channels, kinds
from wuai.contexts.organisation import api as organisation
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.queue import later


class WordingChanged(Refusal):
    code = "MESSAGE_WORDING_CHANGED"
    zh = "這個範本剛剛有人改過"
    en = "Somebody changed these words a moment ago"
    next_zh = "請重新整理，看過新的版本再改"
    next_en = "Load the page again and read the new version first"


@action("message.wording")
def set_wording(
    *, kind: str, zh: kinds.Words, en: kinds.Words, why: str, by: Actor, at: datetime
) -> int:
    """Keep a new version of the words of a kind; its number comes back."""
    kinds.kind_of(kind)
    kinds.check_words(zh)
    kinds.check_words(en)
    last = Wording.objects.filter(kind=kind).aggregate(last=Max("version"))["last"] or 0
    made = Wording(
        kind=kind, version=last + 1, subject_zh=zh.subject, text_zh=zh.text, short_zh=zh.short,
        subject_en=en.subject, text_en=en.text, short_en=en.short,
        why=" ".join(why.split())[:200], made_at=at, made_by=by.ref, made_name=by.name,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise WordingChanged from error
    record(kind="wording", ref=kind, data={"version": made.version}, reason=made.why)
    return made.version


@action("message.try_wording")
def send_test(
    *, words: kinds.Words, channel: str, address: str, key: uuid.UUID, by: Actor, at: datetime
) -> str:
    """Send these words, with made-up facts, to an address that the person at the desk names."""
    kinds.check_words(words)
    branch = organisation.branch_by_id(by.branch_id or 0)
    said = kinds.render(
        words, reference="115-TEST-000001", branch=branch.name_zh, phone=branch.phone
    )
    body = kinds.with_link(
        said.short if channel == "SMS" else said.text, "https://example.invalid/"
    )
    ref = uuid.uuid4()
    made = Message(
        ref=ref, once_key=f"test:{key}", channel=channel,
        recipient=channels.address(channel, address), subject=f"[測試/test] {said.subject}"[:200],
        body=body, branch_id=by.branch_id, created_at=at,
    )  # fmt: skip
    Message.objects.bulk_create([made], ignore_conflicts=True)
    kept: uuid.UUID = Message.objects.values_list("ref", flat=True).get(once_key=f"test:{key}")
    if kept == ref:
        later("messages.send", message_ref=str(ref))
    record(kind="message", ref=kept, data={"channel": channel, "new": kept == ref})
    return str(kept)


@action("channel.pause")
def pause_channel(*, channel: str, paused: bool, by: Actor, at: datetime) -> None:
    """Shut a channel by hand, or open it again at once."""
    from wuai.contexts.messages.models import ChannelState

    if channel not in channels.CHANNELS:
        raise channels.ChannelUnknown(field="channel")
    ChannelState.objects.bulk_create([ChannelState(channel=channel)], ignore_conflicts=True)
    state = ChannelState.objects.select_for_update().get(channel=channel)
    state.paused_by, state.paused_at = (by.name, at) if paused else ("", None)
    if not paused:
        state.failures, state.shut_until = 0, None
    state.save()
    record(kind="channel", ref=channel, data={"paused": paused})
