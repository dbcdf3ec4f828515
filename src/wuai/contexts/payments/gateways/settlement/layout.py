"""The settlement file itself, as one of the layouts that a channel may send."""

from collections.abc import Sequence
from datetime import date

from wuai.contexts.payments.gateways.settlement import codec
from wuai.kernel.bilingual import Bilingual


class SettlementVersion1:
    """Seven columns and a total line: every channel may send it."""

    code = "SETTLEMENT_1"
    name = Bilingual("代收入帳檔第一版", "Settlement file, version 1")
    confirmed = True

    def recognises(self, content: bytes) -> bool:
        """Whether it has the header, a total line or lines of seven columns; an empty file too."""
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.count(b",") >= 6  # its reader says which byte is wrong
        records = [record for record in text.splitlines() if record.strip()]
        return not records or any(
            codec.COLUMNS[0] in record or record.startswith(codec.TOTAL) or record.count(",") == 6
            for record in (records[0], records[-1])
        )

    def read(self, content: bytes, channel_code: str) -> codec.Settlement:
        """The lines of a file."""
        return codec.read(content, channel_code)

    def write(
        self, paid: Sequence[codec.Paid], channel_code: str, on: date, over: int = 0
    ) -> bytes:
        """A file of these payments."""
        return codec.write(
            ((p.number, p.paid_on, p.posted_on, p.amount, channel_code, p.place, p.serial)
             for p in paid),
            over,
        )  # fmt: skip


VERSION_1 = SettlementVersion1()
