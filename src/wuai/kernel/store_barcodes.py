"""The three Code 39 segments that a convenience store scans (超商代收), and those of tax slips.

Segment 1: deadline with a two-digit year of the Republic, then the item code of the contract.
Segment 2: the payer's account, sixteen characters. Segment 3: month and day, two check
characters, nine digits of dollars. Positions are counted inside each segment.
"""

import re
from datetime import date
from typing import NamedTuple

from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import FIRST_YEAR, roc_year
from wuai.kernel.text import narrow_upper

MAX_AMOUNT = 999_999_999
_ITEM = re.compile(r"[0-9A-Z]{3}", re.ASCII)
_ACCOUNT = re.compile(r"[0-9A-Z]{1,16}", re.ASCII)
_SEGMENTS = (
    re.compile(r"(?P<deadline>\d{6})(?P<item>[0-9A-Z]{3})", re.ASCII),
    re.compile(r"[0-9A-Z]{16}", re.ASCII),
    re.compile(r"(?P<head>\d{4})(?P<check>[0-9ABXY]{2})(?P<amount>\d{9})", re.ASCII),
)
_TAX_SEGMENTS = (
    re.compile(r"(?P<deadline>\d{6})(?P<item>[0-9A-Z]{3})", re.ASCII),
    re.compile(r"[0-9A-Z]{16,20}", re.ASCII),
    re.compile(r"(?P<form>\d{3})(?P<kind>[0-9A-Z])(?P<check>[0-9A-Z])(?P<amount>\d{10})", re.ASCII),
)
_BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class BarcodePartWrong(Refusal):
    code = "BARCODE_PART_WRONG"
    zh = "超商條碼：{part_zh}「{value}」不合格式（{form_zh}）"
    en = "Store barcode: {part_en} “{value}” does not fit ({form_en})"
    next_zh = "請依代收契約查對"
    next_en = "Check it against the collection contract"
    status = 422


class BarcodeCheckWrong(Refusal):
    code = "BARCODE_CHECK_WRONG"
    zh = "條碼檢碼「{found}」應為「{expected}」"
    en = "The check characters “{found}” should be “{expected}”"
    next_zh = "請重新掃描或改用人工輸入"
    next_en = "Scan again, or type the number in"
    status = 422


class StoreSlip(NamedTuple):
    """What three scanned segments say."""

    deadline: date
    item: str
    account: str
    head: str
    amount: int


class TaxSlip(NamedTuple):
    """What the three segments of a slip printed by a tax office say."""

    deadline: date
    item: str
    account: str
    form: str
    kind: str
    amount: int


def compose(
    deadline: date, item: str, account: str, amount: int, due: date | None = None
) -> tuple[str, str, str]:
    """Make the three segments; ``due`` gives month and day of segment 3, else the deadline does."""
    first = f"{_short_year(deadline)}{deadline:%m%d}{_fitting_item(item)}"
    second = _fitting_account(account)
    head = f"{due or deadline:%m%d}"
    if not 1 <= amount <= MAX_AMOUNT:
        raise _wrong("amount", amount)
    tail = f"{amount:09d}"
    return first, second, head + check_characters(first, second, head + tail) + tail


def check_characters(first: str, second: str, third: str) -> str:
    """The two check characters over all three segments, the third without its own two."""
    segments = (first, second, third)
    odd = sum(_value(c) for segment in segments for c in segment[0::2]) % 11
    even = sum(_value(c) for segment in segments for c in segment[1::2]) % 11
    return {0: "A", 10: "B"}.get(odd, str(odd)) + {0: "X", 10: "Y"}.get(even, str(even))


def read(first: str, second: str, third: str, near: date) -> StoreSlip:
    """Read scanned segments; ``near`` decides the century of the two-digit year."""
    segments = tuple(narrow_upper(s.strip().strip("*")) for s in (first, second, third))
    one, _, three = _matches(segments, _SEGMENTS)
    expected = check_characters(segments[0], segments[1], three["head"] + three["amount"])
    if three["check"] != expected:
        raise BarcodeCheckWrong(found=three["check"], expected=expected)
    deadline = _deadline(one["deadline"], near)
    return StoreSlip(deadline, one["item"], segments[1], three["head"], int(three["amount"]))


def tax_check_character(first: str, second: str, third: str) -> str:
    """The one check character of a tax slip over all segments, the third without it."""
    return _BASE36[sum(_BASE36.index(c) for c in first + second + third) % 36]


def read_tax_slip(first: str, second: str, third: str, near: date) -> TaxSlip:
    """Read the segments of a slip printed by a tax office (國稅)."""
    segments = tuple(narrow_upper(s.strip().strip("*")) for s in (first, second, third))
    one, _, three = _matches(segments, _TAX_SEGMENTS)
    body = three["form"] + three["kind"] + three["amount"]
    expected = tax_check_character(segments[0], segments[1], body)
    if three["check"] != expected:
        raise BarcodeCheckWrong(found=three["check"], expected=expected)
    return TaxSlip(
        deadline=_deadline(one["deadline"], near),
        item=one["item"],
        account=segments[1],
        form=three["form"],
        kind=three["kind"],
        amount=int(three["amount"]),
    )


def _value(character: str) -> int:
    """Digits stand for themselves; A–I and J–R count 1–9, S–Z count 2–9."""
    if character.isdigit():
        return int(character)
    place = ord(character) - ord("A")
    return place % 9 + 1 if character < "S" else place - 16


def _short_year(day: date) -> str:
    if day.year < FIRST_YEAR:
        raise _wrong("deadline", day)
    return f"{roc_year(day) % 100:02d}"


def _fitting_item(item: str) -> str:
    folded = narrow_upper(item)
    if _ITEM.fullmatch(folded) is None:
        raise _wrong("item", item)
    return folded


def _fitting_account(account: str) -> str:
    folded = narrow_upper(account)
    if _ACCOUNT.fullmatch(folded) is None:
        raise _wrong("account", account)
    return folded.rjust(16, "0")


def _matches(
    segments: tuple[str, ...], forms: tuple[re.Pattern[str], ...]
) -> tuple[re.Match[str], ...]:
    found = []
    for number, (segment, form) in enumerate(zip(segments, forms, strict=True), start=1):
        match = form.fullmatch(segment)
        if match is None:
            raise _wrong(f"segment_{number}", segment)
        found.append(match)
    return tuple(found)


def _deadline(digits: str, near: date) -> date:
    """Of all years of the Republic that end in these two digits, the one nearest to ``near``."""
    short, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    candidates = [short + century for century in (0, 100, 200)]
    year = min(candidates, key=lambda roc: abs(roc - roc_year(near)))
    try:
        return date(year + FIRST_YEAR - 1, month, day)
    except ValueError as error:
        raise _wrong("deadline", digits) from error


_PARTS = {
    "deadline": ("繳款期限", "the deadline", "民國年月日", "a day of the Republic"),
    "item": ("代收項目代號", "the item code", "三碼英數字", "three letters or digits"),
    "account": ("銷帳編號", "the account", "至多十六碼英數字", "at most 16 letters or digits"),
    "amount": ("金額", "the amount", "1 至 999,999,999 元", "NT$ 1 to 999,999,999"),
    "segment_1": ("第一段", "segment 1", "九碼", "9 characters"),
    "segment_2": ("第二段", "segment 2", "十六碼", "16 characters"),
    "segment_3": ("第三段", "segment 3", "十五碼", "15 characters"),
}


def _wrong(part: str, value: object) -> BarcodePartWrong:
    part_zh, part_en, form_zh, form_en = _PARTS[part]
    return BarcodePartWrong(
        field=part, part_zh=part_zh, part_en=part_en, form_zh=form_zh, form_en=form_en, value=value
    )
