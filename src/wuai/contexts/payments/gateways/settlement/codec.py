"""Read and write settlement files, version 1: see ``docs/formats/settlement-v1.md``.

A file is taken whole or not at all: its total line must agree. A line that cannot be read is a
line with a reason, never a reason to lose the others.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from wuai.kernel import money, roc_dates
from wuai.kernel.refusal import Refusal
from wuai.kernel.text import narrow_upper

COLUMNS = ("銷帳編號", "繳款日", "入帳日", "金額", "通路代碼", "門市或行庫", "交易序號")
TOTAL = "合計"
MALFORMED, OTHER_CHANNEL = "MALFORMED", "OTHER_CHANNEL"
LONGEST = {"number": 40, "channel_code": 20, "place": 40, "serial": 80}
MOST = 10**12
MAX_BYTES = 64 * 1024 * 1024


class FileNotReadable(Refusal):
    code = "SETTLEMENT_FILE_UNREADABLE"
    zh = "入帳檔無法讀取：{why_zh}"
    en = "The settlement file cannot be read: {why_en}"
    next_zh = "請向代收機構取得 UTF-8 編碼、逗號分隔的入帳檔，未入任何一筆"
    next_en = "Ask the collecting institution for a comma-separated UTF-8 file; nothing was posted"
    status = 422


class TotalDisagrees(Refusal):
    code = "SETTLEMENT_TOTAL_DISAGREES"
    zh = "合計列與明細不符：合計列為 {said_count} 筆 {said_sum} 元，明細為 {count} 筆 {sum} 元"
    en = "The total line says {said_count} lines and NT$ {said_sum}, the lines are {count} and NT$ {sum}"
    next_zh = "檔案可能不完整，請重新取檔；未入任何一筆"
    next_en = "The file may be incomplete: fetch it again; nothing was posted"
    status = 422


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment as the counterpart took it, before it is written down as a line."""

    number: str
    amount: int
    paid_on: date
    posted_on: date
    place: str
    serial: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it came; ``reason`` says why it cannot be taken, if it cannot."""

    place_in_file: int
    number: str
    paid_on: date | None
    posted_on: date | None
    amount: int | None
    channel_code: str
    place: str
    serial: str
    raw: str
    reason: str

    @property
    def identity(self) -> bytes:
        """What makes the line itself: all seven fields."""
        fields = (
            self.number, self.paid_on, self.posted_on, self.amount, self.channel_code, self.place,
            self.serial,
        )  # fmt: skip
        return hashlib.sha256("\x1f".join(map(str, fields)).encode()).digest()


@dataclass(frozen=True, slots=True)
class Settlement:
    """A whole file whose total line agrees."""

    lines: list[Line]
    total: int


def read(content: bytes, channel_code: str) -> Settlement:
    """Read a file of one channel; refuses it whole when it cannot be trusted."""
    records = _records(content)
    order = _column_order(records)
    if not records or _cells(records[-1])[0].strip() != TOTAL:
        raise FileNotReadable(
            why_zh="最後一列不是「合計」", why_en="the last line is not the total"
        )
    said_sum, said_count = _total(_cells(records.pop()), order)
    lines = [_line(place, raw, order, channel_code) for place, raw in enumerate(records, start=1)]
    return agreed(lines, said_sum, said_count)


def agreed(lines: Sequence[Line], said_sum: int, said_count: int) -> Settlement:
    """The lines as a whole file, when its total line says what they say."""
    total = sum(line.amount or 0 for line in lines)
    if (said_sum, said_count) != (total, len(lines)):
        raise TotalDisagrees(
            said_count=f"{said_count:,}", said_sum=f"{said_sum:,}", count=f"{len(lines):,}",
            sum=f"{total:,}",
        )  # fmt: skip
    return Settlement(list(lines), total)


def write(rows: Iterable[tuple[object, ...]], over: int = 0) -> bytes:
    """Write a file of seven-column rows with its header and its total line, false by ``over``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    count = total = 0
    for row in rows:
        writer.writerow(row)
        count += 1
        total += int(str(row[3]))
    writer.writerow((TOTAL, "", "", total + over, "", "", count))
    return out.getvalue().encode()


def _records(content: bytes) -> list[str]:
    if len(content) > MAX_BYTES:
        raise FileNotReadable(
            why_zh="超過 64 MB，請分成數檔", why_en="it is over 64 MB; have it split"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = f"{error.start:,}"
        raise FileNotReadable(
            why_zh=f"第 {at} 個位元組不是 UTF-8", why_en=f"byte {at} is not UTF-8"
        ) from error
    stripped = (record.rstrip("\r") for record in text.split("\n"))
    return [record for record in stripped if record.strip()]


def _cells(record: str) -> list[str]:
    if '"' not in record:
        return record.split(",")
    try:
        return next(csv.reader([record]))
    except (csv.Error, StopIteration):
        return [record]


def _column_order(records: list[str]) -> tuple[int, ...]:
    """Where each of the seven columns stands; takes the header off when there is one."""
    first = [narrow_upper(cell) for cell in _cells(records[0])] if records else []
    if COLUMNS[0] not in first:
        return tuple(range(7))
    if sorted(first) != sorted(COLUMNS):
        raise FileNotReadable(
            why_zh=f"標題列須為 {'、'.join(COLUMNS)}",
            why_en="the header must name the seven columns of the format",
        )
    records.pop(0)
    return tuple(first.index(name) for name in COLUMNS)


def _total(cells: list[str], order: tuple[int, ...]) -> tuple[int, int]:
    # The total line puts its sum under 金額 and its count under 交易序號.
    places = (3, 6) if order[0] == 0 else (order[3], order[6])
    try:
        return money.parse(cells[places[0]]), money.parse(cells[places[1]])
    except (IndexError, Refusal) as error:
        raise FileNotReadable(
            why_zh="合計列沒有總金額或筆數", why_en="the total line lacks its sum or its count"
        ) from error


@lru_cache(maxsize=1024)
def _day(text: str) -> date | None:
    try:
        return roc_dates.parse(text)
    except Refusal:
        return None


def _amount(text: str) -> int | None:
    if text.isascii() and text.isdigit() and len(text) < 13:
        return int(text)
    try:
        return money.parse(text)
    except Refusal:
        return None


def _code(text: str) -> str:
    return text.upper() if text.isascii() and text.isalnum() else narrow_upper(text)


def _line(place_in_file: int, raw: str, order: tuple[int, ...], channel_code: str) -> Line:
    cells = [cell.strip() for cell in _cells(raw)]
    if len(cells) != 7:
        cells += [""] * (7 - len(cells))
        return line_of(place_in_file, raw, [cells[i] for i in order], channel_code, is_whole=False)
    return line_of(place_in_file, raw, [cells[i] for i in order], channel_code)


def line_of(
    place_in_file: int, raw: str, cells: Sequence[str], channel_code: str, *, is_whole: bool = True
) -> Line:
    """A line from its seven cells in the order of the format, wherever they came from."""
    number, paid, posted, amount, channel, place, serial = cells
    fields = {
        "number": _code(number), "channel_code": _code(channel), "place": place, "serial": serial,
    }  # fmt: skip
    days, dollars = (_day(paid), _day(posted)), _amount(amount)
    is_fit = (
        is_whole and None not in days and dollars is not None and 0 < dollars < MOST
        and bool(fields["number"]) and bool(serial)
        and all(len(text) <= LONGEST[name] and "\x00" not in text for name, text in fields.items())
    )  # fmt: skip
    reason = "" if is_fit else MALFORMED
    if is_fit and fields["channel_code"] != channel_code:
        reason = OTHER_CHANNEL
    if not is_fit:
        # Kept for people to look at: what does not fit its column is cut, the raw line is whole.
        fields = {n: t.replace("\x00", "␀")[: LONGEST[n]] for n, t in fields.items()}
        dollars = dollars if dollars is not None and dollars < MOST else None
    return Line(
        place_in_file, fields["number"], *days, dollars, fields["channel_code"], fields["place"],
        fields["serial"], raw.replace("\x00", "␀"), reason,
    )  # fmt: skip
