"""The ways to pay, as frozen rows."""

from dataclasses import dataclass
from datetime import date

from wuai.contexts.payments.models import Channel


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One way to pay."""

    id: int
    code: str
    kind: str
    name_zh: str
    name_en: str
    payer_fee: int
    fee_zh: str
    fee_en: str
    limit_zh: str
    limit_en: str
    hours_zh: str
    hours_en: str
    how_zh: str
    how_en: str
    settles_by_file: bool
    since: date
    until: date | None
    confirmed: bool


def channels() -> list[ChannelRow]:
    """All ways to pay, in the order in which they are shown."""
    names = list(ChannelRow.__dataclass_fields__)
    return [ChannelRow(**row) for row in Channel.objects.order_by("place", "id").values(*names)]
