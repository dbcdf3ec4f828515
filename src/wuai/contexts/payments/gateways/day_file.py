"""What a layout of a day file (日結檔) can do, whoever's it is."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from wuai.contexts.payments.gateways.settlement.codec import Paid, Settlement
from wuai.kernel.bilingual import Bilingual


class Layout(Protocol):
    """A counterpart's own form of a day file, read into the settlement file's lines."""

    @property
    def code(self) -> str:
        """Its name in stable capitals."""

    @property
    def name(self) -> Bilingual:
        """Its name in words."""

    @property
    def confirmed(self) -> bool:
        """Whether a real counterpart's document stands behind it."""

    def recognises(self, content: bytes) -> bool:
        """Whether a file looks like this one."""

    def read(self, content: bytes, channel_code: str) -> Settlement:
        """The lines of a file; refuses it whole when it cannot be trusted."""

    def write(self, paid: Sequence[Paid], channel_code: str, on: date, over: int = 0) -> bytes:
        """A file of these payments, sent on a day; ``over`` falsifies its total by so much."""
