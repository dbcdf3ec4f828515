"""Files of records that all have one length, as banks and the post write them.

The first character of a record tells what it is: 1 the head, 2 a payment, 3 the total. Lengths
count bytes: a Chinese character takes two. Every record is cut as bytes, so that one that cannot
be decoded spoils its own line only.
"""

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
from wuai.kernel.roc_dates import compact

HEAD, DETAIL, TOTAL = b"1", b"2", b"3"
TEXT, DIGITS, DAY, MARK = "TEXT", "DIGITS", "DAY", "MARK"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: which of our facts it carries, how long it is, how it is written.

    ``MARK`` is a constant (``value``), or blank when the value is empty. ``decimals`` are digits of
    an amount that the sender writes without a point; ours must be zero.
    """

    name: str
    length: int
    kind: str = TEXT
    value: str = ""
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class FixedWidth:
    """A layout: three kinds of records. ``channels`` maps the sender's codes to ours."""

    code: str
    name: Bilingual
    head: Sequence[Field]
    detail: Sequence[Field]
    total: Sequence[Field]
    channels: Mapping[str, str] = field(default_factory=dict)
    confirmed: bool = False
    encoding: str = "cp950"

    def recognises(self, content: bytes) -> bool:
        """Whether the first record has our length and our marks."""
        first = content[: self._length(self.head) + 2].rstrip(b"\r\n")
        return len(first) == self._length(self.head) and all(
            cut.strip() == mark.value.encode(self.encoding)
            for mark, cut in self._cut(self.head, first)
            if mark.kind == MARK and mark.value
        )

    def read(self, content: bytes, channel_code: str) -> Settlement:
        """The lines of a file whose total agrees."""
        if len(content) > MAX_BYTES:
            raise FileNotReadable(
                why_zh="超過 64 MB，請分成數檔", why_en="it is over 64 MB; have it split"
            )
        records = [r.removesuffix(b"\r") for r in content.split(b"\n") if r.strip()]
        head = self._whole(records[0], self.head, HEAD)
        end = self._whole(records[-1], self.total, TOTAL)
        lines = [
            self._line(place, record, head, channel_code)
            for place, record in enumerate(records[1:-1], start=1)
        ]
        return agreed(lines, _number(end["sum"]), _number(end["count"]))

    def write(self, paid: Sequence[Paid], channel_code: str, on: date, over: int = 0) -> bytes:
        """A file of these payments."""
        sender = {ours: theirs for theirs, ours in self.channels.items()}.get(channel_code, "")
        shared = {"channel": sender, "posted_on": compact(on)}
        records = [self._put(self.head, shared)]
        records += [
            self._put(
                self.detail,
                shared | {"number": p.number, "paid_on": compact(p.paid_on),
                          "posted_on": compact(p.posted_on), "amount": str(p.amount),
                          "place": p.place, "serial": p.serial},
            )
            for p in paid
        ]  # fmt: skip
        said = sum(p.amount for p in paid) + over
        records.append(self._put(self.total, shared | {"sum": str(said), "count": str(len(paid))}))
        return b"".join(record + b"\r\n" for record in records)

    def _length(self, fields: Sequence[Field]) -> int:
        return sum(one.length for one in fields)

    def _cut(self, fields: Sequence[Field], record: bytes) -> list[tuple[Field, bytes]]:
        cuts, at = [], 0
        for one in fields:
            cuts.append((one, record[at : at + one.length]))
            at += one.length
        return cuts

    def _facts(self, fields: Sequence[Field], record: bytes) -> dict[str, str]:
        return {
            one.name: _told(one, cut.decode(self.encoding).strip())
            for one, cut in self._cut(fields, record)
        }

    def _whole(self, record: bytes, fields: Sequence[Field], kind: bytes) -> dict[str, str]:
        try:
            if record[:1] == kind and len(record) == self._length(fields):
                return self._facts(fields, record)
        except UnicodeDecodeError:
            pass
        raise FileNotReadable(
            why_zh="首筆或總計紀錄不完整", why_en="its head or its total record is not whole"
        )

    def _line(self, place: int, record: bytes, head: Mapping[str, str], channel_code: str) -> Line:
        raw = record.decode(self.encoding, errors="replace")
        is_whole = record[:1] == DETAIL and len(record) == self._length(self.detail)
        try:
            facts = {**head, **self._facts(self.detail, record)}
        except UnicodeDecodeError:
            facts, is_whole = dict(head), False
        theirs = facts.get("channel", "")
        cells = [
            facts.get("number", ""), facts.get("paid_on", ""), facts.get("posted_on", ""),
            facts.get("amount", ""), self.channels.get(theirs, theirs) or channel_code,
            facts.get("place", ""), facts.get("serial", ""),
        ]  # fmt: skip
        return line_of(place, raw, cells, channel_code, is_whole=is_whole)

    def _put(self, fields: Sequence[Field], facts: Mapping[str, str]) -> bytes:
        out = b""
        for one in fields:
            text = one.value if one.kind == MARK else facts.get(one.name, "")
            if one.decimals and text:
                text += "0" * one.decimals
            filler = b"0" if one.kind in {DIGITS, DAY} else b" "
            cut = self._fit(text, one.length)
            out += (
                cut.rjust(one.length, filler)
                if one.kind == DIGITS
                else cut.ljust(one.length, filler)
            )
        return out

    def _fit(self, text: str, length: int) -> bytes:
        """As much of a text as there is room for, never half a character."""
        while len(cut := text.encode(self.encoding, errors="replace")) > length:
            text = text[:-1]
        return cut


def _told(one: Field, text: str) -> str:
    """A field as the settlement file would write it."""
    cents = ""
    if one.decimals and len(text) > one.decimals:
        text, cents = text[: -one.decimals], f".{text[-one.decimals :]}"
    # The same number with and without zeros in front is one number, and one payment.
    text = text.lstrip("0") or "0" if one.kind == DIGITS and text else text
    return text + cents


def _number(text: str) -> int:
    try:
        return money.parse(text)
    except Refusal as error:
        raise FileNotReadable(
            why_zh="總計紀錄的金額或筆數不是數字", why_en="the total record has no figures"
        ) from error
