"""Read and write bank statements, version 1: see ``docs/formats/bank-statement-v1.md``.

A statement is taken whole or not at all: count, sum, opening and closing balance must agree, and
each line's balance must follow from the one before. A statement that lost a line, doubled one or
turned a sign cannot pass.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from wuai.kernel import money, roc_dates
from wuai.kernel.refusal import Refusal
from wuai.kernel.text import narrow_upper

COLUMNS = ("帳號", "起息日", "金額", "摘要", "銀行序號", "餘額")
TOTAL = "合計"
MAX_BYTES = 64 * 1024 * 1024
MOST = 10**15


class StatementNotReadable(Refusal):
    code = "BANK_STATEMENT_UNREADABLE"
    zh = "銀行對帳單無法讀取：{why_zh}"
    en = "The bank statement cannot be read: {why_en}"
    next_zh = "請向銀行重新取檔，格式見說明文件；未收下任何一筆"
    next_en = "Fetch it from the bank again; the layout is documented. No line was taken"
    status = 422


class StatementDisagrees(Refusal):
    code = "BANK_STATEMENT_DISAGREES"
    zh = "對帳單前後不符：{why_zh}"
    en = "The statement does not add up: {why_en}"
    next_zh = "檔案可能不完整或被更動，請重新取檔；未收下任何一筆"
    next_en = "It may be incomplete or altered: fetch it again. No line was taken"
    status = 422


class OtherAccount(Refusal):
    code = "BANK_STATEMENT_OTHER_ACCOUNT"
    zh = "第 {line} 列是帳號 {found} 的，不是 {wanted} 的"
    en = "Line {line} is of account {found}, not of {wanted}"
    next_zh = "請查對帳號與檔案；未收下任何一筆"
    next_en = "Check the account and the file. No line was taken"
    status = 422


@dataclass(frozen=True, slots=True)
class Movement:
    """One line: money in is positive, money out negative; ``balance`` is the balance after it."""

    value_on: date
    amount: int
    text: str
    reference: str
    balance: int

    def identity(self, account: str) -> bytes:
        """What makes a movement itself: all six fields; the running balance tells equal ones apart."""
        fields = (
            account, self.value_on, self.amount, self.text, self.reference, self.balance,
        )  # fmt: skip
        return hashlib.sha256("\x1f".join(map(str, fields)).encode()).digest()


@dataclass(frozen=True, slots=True)
class Statement:
    """A whole statement whose totals agree."""

    from_on: date
    until_on: date
    opening: int
    closing: int
    movements: tuple[Movement, ...]


def read(content: bytes, account: str) -> Statement:
    """Read the statement of one account; refuses it whole when it cannot be trusted."""
    records = _records(content)
    if not records or tuple(map(narrow_upper, records[0])) != COLUMNS:
        raise StatementNotReadable(
            why_zh=f"標題列須為 {'、'.join(COLUMNS)}", why_en="the header must name the six columns"
        )
    if len(records) < 2 or records[-1][0].strip() != TOTAL:
        raise StatementNotReadable(
            why_zh="最後一列不是「合計」", why_en="the last line is not the total"
        )
    movements = tuple(
        _movement(place, cells, account) for place, cells in enumerate(records[1:-1], start=1)
    )
    return _checked(movements, records[-1])


def write(
    account: str, opening: int, days: tuple[date, date], rows: Iterable[Sequence[object]]
) -> bytes:
    """Write a statement of ``(value day, amount, text, reference)`` rows with balances and totals."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    count, balance = 0, opening
    for value_on, amount, text, reference in rows:
        balance += int(str(amount))
        count += 1
        writer.writerow((account, value_on, amount, text, reference, balance))
    writer.writerow((TOTAL, days[1], balance - opening, days[0], count, balance))
    return out.getvalue().encode()


def _records(content: bytes) -> list[list[str]]:
    if len(content) > MAX_BYTES:
        raise StatementNotReadable(
            why_zh="超過 64 MB，請分成數檔", why_en="it is over 64 MB; have it split"
        )
    try:
        text = content.decode("utf-8-sig")
        return [row for row in csv.reader(io.StringIO(text), strict=True) if any(row)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise StatementNotReadable(
            why_zh="不是 UTF-8 的 CSV", why_en="it is not a CSV in UTF-8"
        ) from error


def _signed(text: str) -> int:
    stripped = text.strip()
    sign = -1 if stripped[:1] in {"-", "－"} else 1
    return sign * money.parse(stripped[1:] if sign < 0 else stripped)


def _movement(place: int, cells: list[str], account: str) -> Movement:
    try:
        number, value_on, amount, text, reference, balance = (cell.strip() for cell in cells)
        movement = Movement(
            roc_dates.parse(value_on), _signed(amount), text, reference, _signed(balance)
        )
    except (ValueError, Refusal) as error:
        raise StatementNotReadable(
            why_zh=f"第 {place} 列的欄位、日期或金額有誤",
            why_en=f"line {place} has a wrong column, day or amount",
        ) from error
    if number != account:
        raise OtherAccount(line=place, found=number[:20], wanted=account)
    if (
        not 0 < abs(movement.amount) < MOST or abs(movement.balance) >= MOST
        or len(text) > 120 or len(reference) > 80 or "\x00" in text + reference
    ):  # fmt: skip
        raise StatementNotReadable(
            why_zh=f"第 {place} 列的金額為零、過大，或文字過長",
            why_en=f"line {place} has no amount, too large a one, or too long a text",
        )
    return movement


def _checked(movements: tuple[Movement, ...], total: list[str]) -> Statement:
    try:
        _, until, net, since, count, closing = (cell.strip() for cell in total)
        said = Statement(
            roc_dates.parse(since), roc_dates.parse(until), _signed(closing) - _signed(net),
            _signed(closing), movements,
        )  # fmt: skip
        said_count = money.parse(count)
    except (ValueError, Refusal) as error:
        raise StatementNotReadable(
            why_zh="合計列沒有起訖日、淨額、筆數或餘額",
            why_en="the total line lacks its days, sum, count or balance",
        ) from error
    if said_count != len(movements):
        raise StatementDisagrees(
            why_zh=f"合計列為 {said_count:,} 筆，明細為 {len(movements):,} 筆",
            why_en=f"the total says {said_count:,} lines, there are {len(movements):,}",
        )
    balance = said.opening
    for place, movement in enumerate(movements, start=1):
        balance += movement.amount
        if balance != movement.balance or not said.from_on <= movement.value_on <= said.until_on:
            raise StatementDisagrees(
                why_zh=f"第 {place} 列的餘額接不上前一列，或日期不在起訖之內",
                why_en=f"the balance of line {place} does not follow, or its day lies outside",
            )
    if balance != said.closing:
        raise StatementDisagrees(
            why_zh="明細加總後不等於期末餘額", why_en="the lines do not lead to the closing balance"
        )
    return said
