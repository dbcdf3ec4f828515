"""Write payout files and read the bank's result files, version 1: ``docs/formats/payouts-v1.md``.

A result file is taken whole or not at all: its total line must agree. A line that fits no payment
is kept with its reason; it never stops the others.
"""

import csv
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wuai.kernel import money, roc_dates
from wuai.kernel.refusal import Refusal

HEAD, DETAIL, TOTAL = "H", "D", "T"
VERSION = "1"
RESULT_COLUMNS = ("付款編號", "金額", "結果", "處理日", "退匯代碼", "說明")
MAX_BYTES = 16 * 1024 * 1024
PAID, RETURNED = "PAID", "RETURNED"


class ResultNotReadable(Refusal):
    code = "PAYOUT_RESULT_NOT_READABLE"
    zh = "付款結果檔無法讀取：{why_zh}"
    en = "The payout result file cannot be read: {why_en}"
    next_zh = "請查對檔案是否為付款結果檔第 1 版；未處理任何一筆"
    next_en = "Check that it is a payout result file, version 1; nothing was taken"
    status = 422


class ResultTotalDisagrees(Refusal):
    code = "PAYOUT_RESULT_TOTAL_DISAGREES"
    zh = "合計列與明細不符：合計列為 {said_count} 筆 {said_sum} 元，明細為 {count} 筆 {sum} 元"
    en = "The total line says {said_count} lines and NT$ {said_sum}, the lines are {count} and NT$ {sum}"
    next_zh = "檔案可能不完整，請重新取檔；未處理任何一筆"
    next_en = "The file may be incomplete: fetch it again; nothing was taken"
    status = 422


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in the first line of a payout file."""

    branch_code: str
    number: str
    made_on: date
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class Order:
    """One payment to carry out."""

    number: str
    bank: str
    account: str
    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of a result file; ``malformed`` when it cannot be read."""

    line: int
    number: str
    amount: int | None
    result: str
    on: date | None
    code: str
    reason: str
    raw: str

    @property
    def is_fit(self) -> bool:
        """Whether the line says all that is needed."""
        return (
            bool(self.number) and self.amount is not None and self.on is not None
            and (self.result == PAID or (self.result == RETURNED and bool(self.code)))
        )  # fmt: skip


def write(head: Head, orders: Iterable[Order]) -> bytes:
    """The file for the bank: head, payments, and a last line with count, sum and a hash of the rest."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        [HEAD, VERSION, head.branch_code, head.number, head.made_on.isoformat(), head.count, head.total]
    )  # fmt: skip
    count = total = 0
    for count, order in enumerate(orders, start=1):
        total += order.amount
        writer.writerow(
            [DETAIL, count, order.number, order.bank, order.account, order.name, order.amount]
        )
    if (count, total) != (head.count, head.total):
        raise ValueError("the head of a payout file disagrees with its lines")
    body = out.getvalue().encode()
    writer.writerow([TOTAL, count, total, hashlib.sha256(body).hexdigest()])
    return out.getvalue().encode()


def read_orders(content: bytes) -> tuple[Head, list[Order]]:
    """Read a payout file back, as the bank would; for its simulation and for checks."""
    rows = list(csv.reader(io.StringIO(content.decode())))
    head, details, total = rows[0], rows[1:-1], rows[-1]
    body = content[: content.rindex(f"{TOTAL},".encode())]
    if total[3] != hashlib.sha256(body).hexdigest() or int(total[1]) != len(details):
        raise ValueError("the payout file was altered")
    orders = [Order(row[2], row[3], row[4], row[5], int(row[6])) for row in details]
    made = Head(head[2], head[3], date.fromisoformat(head[4]), int(head[5]), int(head[6]))
    return made, orders


def write_result(rows: Iterable[tuple[str, int, str, date, str, str]]) -> bytes:
    """A result file of (number, amount, result, day, code, reason)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(RESULT_COLUMNS)
    count = total = 0
    for row in rows:
        writer.writerow(row)
        count += 1
        total += row[1]
    writer.writerow(["合計", total, "", "", "", count])
    return out.getvalue().encode()


def read_result(content: bytes) -> list[Answer]:
    """The lines of a result file whose total line agrees."""
    rows = _rows(content)
    if tuple(rows[0]) != RESULT_COLUMNS:
        raise ResultNotReadable(
            why_zh=f"標題列須為 {'、'.join(RESULT_COLUMNS)}",
            why_en="the header line is another one",
        )
    if len(rows) < 2 or rows[-1][0] != "合計":
        raise ResultNotReadable(
            why_zh="最後一列不是「合計」", why_en="the last line is not the total"
        )
    answers = [_answer(no, cells) for no, cells in enumerate(rows[1:-1], start=1)]
    said = _number(rows[-1], 1), _number(rows[-1], 5)
    found = sum(a.amount or 0 for a in answers), len(answers)
    if said != found:
        raise ResultTotalDisagrees(
            said_sum=_shown(said[0]), said_count=_shown(said[1]), sum=f"{found[0]:,}",
            count=f"{found[1]:,}",
        )  # fmt: skip
    return answers


def _rows(content: bytes) -> list[list[str]]:
    if len(content) > MAX_BYTES:
        raise ResultNotReadable(why_zh="超過 16 MB", why_en="it is over 16 MB")
    try:
        text = content.decode("utf-8-sig").replace("\x00", "␀")
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text)) if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise ResultNotReadable(why_zh="不是 UTF-8 的 CSV", why_en="it is no UTF-8 CSV") from error
    if not rows:
        raise ResultNotReadable(why_zh="檔案是空的", why_en="it is empty")
    return rows


def _shown(number: int | None) -> str:
    return "—" if number is None else f"{number:,}"


def _number(cells: list[str], place: int) -> int | None:
    try:
        found = money.parse(cells[place])
    except (IndexError, Refusal):
        return None
    return found if 0 <= found < 10**12 else None


def _answer(line: int, cells: list[str]) -> Answer:
    raw = ",".join(cells)[:500]
    cells = [*cells, *[""] * 6][:6]
    try:
        on = roc_dates.parse(cells[3])
    except Refusal:
        on = None
    return Answer(
        line, cells[0][:40], _number(cells, 1), cells[2].upper(), on, cells[4][:10],
        cells[5][:100], raw,
    )  # fmt: skip
