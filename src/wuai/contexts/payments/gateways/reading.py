"""Which layout a channel's file has, and its lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from wuai.contexts.payments.gateways.counterpart import Counterpart
from wuai.contexts.payments.gateways.day_file import Layout
from wuai.contexts.payments.gateways.registry import channel
from wuai.contexts.payments.gateways.settlement.codec import Settlement
from wuai.contexts.payments.gateways.settlement.layout import VERSION_1
from wuai.kernel.refusal import Refusal


class LayoutUnknown(Refusal):
    code = "SETTLEMENT_LAYOUT_UNKNOWN"
    zh = "這個檔案不是「{channel_zh}」已登錄的任何一種版面"
    en = "This file has none of the layouts known for {channel_en}"
    next_zh = "已登錄的版面：{known_zh}。請確認通路，或向代收機構取得其中一種；未入任何一筆"
    next_en = (
        "Known layouts: {known_en}. Check the channel or ask for one of these; nothing was posted"
    )
    status = 422


class NobodyTells(Refusal):
    code = "CHANNEL_SENDS_NO_FILE"
    zh = "「{channel}」沒有對方會送入帳檔"
    en = "Nobody sends a settlement file for “{channel}”"
    next_zh = "可用的管道見 wuai reference list channels"
    next_en = "See `wuai reference list channels`"
    status = 422


class LayoutNotOfChannel(Refusal):
    code = "SETTLEMENT_LAYOUT_NOT_OF_CHANNEL"
    zh = "「{channel_zh}」沒有「{layout}」這種版面"
    en = "{channel_en} has no layout “{layout}”"
    next_zh = "可用的有：{known}"
    next_en = "Known layouts: {known}"
    status = 422


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was understood, and by which layout."""

    layout: Layout
    settlement: Settlement


def layouts_of(channel_code: str) -> Sequence[Layout]:
    """What a channel may send: its own layouts first, the settlement file always."""
    known = channel(channel_code)
    return (*(known.layouts if known else ()), VERSION_1)


def read(content: bytes, channel_code: str) -> Reading:
    """Recognise the layout of a file and read it; an unknown one is refused by name."""
    known = layouts_of(channel_code)
    for layout in known:
        if layout.recognises(content):
            return Reading(layout, layout.read(content, channel_code))
    found = channel(channel_code)
    raise LayoutUnknown(
        channel_zh=found.zh if found else channel_code,
        channel_en=found.en if found else channel_code,
        known_zh="、".join(layout.name.zh for layout in known),
        known_en=", ".join(layout.name.en for layout in known),
    )


def counterpart(channel_code: str, layout_code: str = "") -> Counterpart:
    """Who plays the other side of a channel, writing in one of its layouts (by default ours)."""
    known = channel(channel_code)
    layouts = {layout.code: layout for layout in layouts_of(channel_code)}
    layout = layouts.get(layout_code or VERSION_1.code)
    if known is None or known.fake is None:
        raise NobodyTells(channel=channel_code, field="channel")
    if layout is None:
        raise LayoutNotOfChannel(
            layout=layout_code, channel_zh=known.zh, channel_en=known.en,
            known=", ".join(layouts), field="layout",
        )  # fmt: skip
    return known.fake(channel_code, layout)
