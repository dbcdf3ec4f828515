"""Which layout a channel's file has, and its lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from wuai.contexts.payments.gateways.channel import Layout
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
