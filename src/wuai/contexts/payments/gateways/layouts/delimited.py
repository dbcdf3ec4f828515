"""Files of columns with names, as net banks and terminals export them.

Columns are found by name; those that we do not need are passed over. The last record is the total.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from wuai.contexts.payments.gateways.settlement.codec import (
    MAX_BYTES,
    FileNotReadable,
    Line,
    Paid,
    Settlement,
    agreed,
    line_of,
)
from wuai.kernel import money
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

FACTS = ("number", "paid_on", "posted_on", "amount", "channel", "place", "serial")


@dataclass(frozen=True, slots=True)
class Delimited:
    """A layout: which of its columns carries which of our facts, and how its total begins."""

    code: str
    name: Bilingual
    columns: Mapping[str, str]
    total: str = "總計"
    also: Sequence[str] = ()
    channels: Mapping[str, str] = field(default_factory=dict)
    confirmed: bool = False
    delimiter: str = ","

    def recognises(self, content: bytes) -> bool:
        """Whether the header names all the columns that we need."""
        head = content[:4096].splitlines()[:1]
        names = self._cells(_text(head[0])) if head else []
        return set(self.columns.values()) <= set(names)

    def read(self, content: bytes, channel_code: str) -> Settlement:
        """The lines of a file whose total agrees."""
        if len(content) > MAX_BYTES:
            raise FileNotReadable(
                why_zh="超過 64 MB，請分成數檔", why_en="it is over 64 MB; have it split"
            )
        records = [record for record in _text(content).split("\n") if record.strip()]
        names = self._cells(records[0])
        end = self._cells(records[-1])
        if len(records) < 2 or end[0] != self.total:
            raise FileNotReadable(
                why_zh=f"最後一列不是「{self.total}」", why_en="the last line is not the total"
            )
        lines = [
            self._line(place, record, names, channel_code)
            for place, record in enumerate(records[1:-1], start=1)
        ]
        try:
            said = money.parse(end[names.index(self.columns["amount"])])
            count = money.parse(end[names.index(self.columns["serial"])])
        except (IndexError, Refusal) as error:
            raise FileNotReadable(
                why_zh="總計列沒有金額或筆數", why_en="the total line lacks its sum or its count"
            ) from error
        return agreed(lines, said, count)

    def write(self, paid: Sequence[Paid], channel_code: str, on: date, over: int = 0) -> bytes:
        """A file of these payments."""
        names = [*self.also, *self.columns.values()]
        theirs = {ours: code for code, ours in self.channels.items()}.get(
            channel_code, channel_code
        )
        out = io.StringIO()
        writer = csv.DictWriter(out, names, delimiter=self.delimiter, restval="")
        writer.writeheader()
        for p in paid:
            facts = {"number": p.number, "paid_on": p.paid_on, "posted_on": p.posted_on,
                     "amount": p.amount, "channel": theirs, "place": p.place, "serial": p.serial}  # fmt: skip
            writer.writerow({self.columns[f]: v for f, v in facts.items() if f in self.columns})
        said = sum(p.amount for p in paid) + over
        writer.writerow({names[0]: self.total, self.columns["amount"]: said,
                         self.columns["serial"]: len(paid)})  # fmt: skip
        return out.getvalue().encode("utf-8-sig")

    def _cells(self, record: str) -> list[str]:
        try:
            cells = next(csv.reader([record], delimiter=self.delimiter))
        except (csv.Error, StopIteration):
            cells = [record]
        return [cell.strip() for cell in cells]

    def _line(self, place: int, record: str, names: Sequence[str], channel_code: str) -> Line:
        cells = self._cells(record)
        row = dict(zip(names, cells, strict=False))
        facts = {fact: row.get(column, "") for fact, column in self.columns.items()}
        theirs = facts.get("channel", "")
        facts["channel"] = self.channels.get(theirs, theirs) or channel_code
        # A bank that names no second day credits the account at once.
        facts.setdefault("posted_on", facts["paid_on"])
        return line_of(
            place, record.rstrip("\r"), [facts.get(fact, "") for fact in FACTS], channel_code,
            is_whole=len(cells) == len(names) and "\ufffd" not in record,
        )  # fmt: skip


def _text(content: bytes) -> str:
    """UTF-8, else CP950; what is neither stands out as a mark in its own line."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp950", errors="replace")
