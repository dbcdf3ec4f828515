"""Which way a message goes, when it may go, and when a line is left alone for a while."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from wuai.contexts.messages.rules.outbox import recipient
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.kernel.taipei import TAIPEI

CHANNELS = {
    "MAIL": Bilingual("電子郵件", "e-mail"),
    "LINE": Bilingual("LINE", "LINE"),
    "SMS": Bilingual("簡訊", "text message"),
}
SOURCES = {
    "COUNTER": Bilingual("臨櫃同意", "consented at the counter"),
    "PHONE": Bilingual("電話同意", "consented by telephone"),
    "LETTER": Bilingual("書面同意", "consented in writing"),
    "PORTAL": Bilingual("線上自行設定", "set online by the person"),
    "LINE": Bilingual("於 LINE 上綁定", "linked in LINE"),
}
# What rings in a pocket rests from nine in the evening to eight in the morning; a mail may lie.
RESTING = frozenset({"SMS", "LINE"})
EVENING, MORNING = time(21), time(8)
# Five failures in a row shut a line; it is tried again after a minute, then two, at most 32.
SHUTS_AFTER = 5
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=32)
# A line that is tried again tries one message first.
PROBE = timedelta(minutes=1)
# The promise: handed to the provider within ten seconds of the moment it may go.
PROMPT = timedelta(seconds=10)
_MOBILE = re.compile(r"09\d{8}", re.ASCII)
_LINE_USER = re.compile(r"U[0-9a-f]{32}", re.ASCII)


class AddressUnfit(Refusal):
    code = "MESSAGE_ADDRESS_UNFIT"
    zh = "「{address}」不能用於{channel_zh}"
    en = "“{address}” cannot be used for {channel_en}"
    next_zh = "簡訊請填 09 開頭的 10 碼手機；LINE 請用綁定碼"
    next_en = (
        "For text messages give a mobile number of 10 digits from 09; for LINE use a linking code"
    )
    status = 422


class ChannelUnknown(Refusal):
    code = "MESSAGE_CHANNEL_UNKNOWN"
    zh = "沒有這個管道"
    en = "There is no such channel"
    next_zh = "可用：電子郵件、LINE、簡訊"
    next_en = "Use e-mail, LINE or text messages"
    status = 422


def address(channel: str, text: str) -> str:
    """An address as the channel takes it, or a refusal."""
    if channel == "MAIL":
        return recipient(text)
    if channel not in CHANNELS:
        raise ChannelUnknown(field="channel")
    bare = re.sub(r"[\s()-]", "", text)
    if channel == "SMS":
        bare = re.sub(r"^\+?886", "0", bare)
    if not (_MOBILE if channel == "SMS" else _LINE_USER).fullmatch(bare):
        name = CHANNELS[channel]
        raise AddressUnfit(
            field="address", address=text.strip()[:40], channel_zh=name.zh, channel_en=name.en
        )
    return bare


@dataclass(frozen=True, slots=True)
class Way:
    """A channel that a person consented to."""

    channel: str
    address: str
    rank: int
    is_usable: bool


def order(ways: Iterable[Way]) -> list[tuple[str, str]]:
    """Channels with their addresses in the order in which they are tried."""
    place = list(CHANNELS)
    usable = [way for way in ways if way.is_usable]
    return [
        (w.channel, w.address)
        for w in sorted(usable, key=lambda w: (w.rank, place.index(w.channel)))
    ]


def may_go(channel: str, *, urgent: bool, at: datetime) -> datetime:
    """The first moment from ``at`` on which a message may go by this channel."""
    here = at.astimezone(TAIPEI)
    if urgent or channel not in RESTING or MORNING <= here.time() < EVENING:
        return at
    day = here.date() + timedelta(days=1) if here.time() >= EVENING else here.date()
    return datetime.combine(day, MORNING, TAIPEI)


def shut_for(failures: int) -> timedelta | None:
    """How long a line rests after this many failures in a row; None while it is still used."""
    if failures < SHUTS_AFTER:
        return None
    doubled: int = 2 ** min(failures - SHUTS_AFTER, 10)
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)
