"""Whole New Taiwan dollars: written, read and divided without losing one."""

import re
import unicodedata
from collections.abc import Sequence

from wuai.kernel.refusal import Refusal

MOST_DIGITS = 18  # whatever is longer is a mistake, and no column of ours would hold it
_AMOUNT = re.compile(r"(?:NT\$|\$)?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?元?")


class AmountNotWhole(Refusal):
    code = "AMOUNT_NOT_WHOLE"
    zh = "「{text}」不是新臺幣整數金額"
    en = "“{text}” is not an amount in whole NT dollars"
    next_zh = "請填整數，例如 12,345"
    next_en = "Write whole dollars, for example 12,345"
    status = 422


class NothingToDivide(Refusal):
    code = "NOTHING_TO_DIVIDE"
    zh = "金額 {total} 元無法依比例 {weights} 分配"
    en = "NT$ {total} cannot be divided in the proportion {weights}"
    next_zh = "金額與各比例不得為負，且比例合計須大於零"
    next_en = "Neither the amount nor a weight may be negative, and the weights must add up to more than zero"
    status = 422


def format_nt(dollars: int) -> str:
    """Write an amount as it stands on every page: ``NT$ 12,345``."""
    return f"NT$ {dollars:,}"


def parse(text: str) -> int:
    """Read whole dollars: full-width digits, thousands separators and ``NT$`` are accepted."""
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()
    match = _AMOUNT.fullmatch(folded)
    digits = match["digits"].replace(",", "") if match else ""
    if not digits or not digits.isascii() or not 0 < len(digits.lstrip("0") or "0") <= MOST_DIGITS:
        raise AmountNotWhole(text=text if len(text) <= 60 else text[:60] + "…")
    return int(digits[-MOST_DIGITS:])


def split_by_ratio(total: int, weights: Sequence[int]) -> list[int]:
    """Divide ``total`` in proportion to ``weights``; the parts always add up to ``total``.

    Largest remainder: each part is rounded down, then the dollars left over go one by one to
    the largest fractions; between equal fractions the earlier one in the list is served first.
    """
    whole = sum(weights)
    if total < 0 or min(weights, default=-1) < 0 or whole == 0:
        raise NothingToDivide(total=total, weights=list(weights))
    parts = [total * weight // whole for weight in weights]
    by_fraction = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_fraction[: total - sum(parts)]:
        parts[i] += 1
    return parts


def split_evenly(total: int, count: int, *, remainder_last: bool = False) -> list[int]:
    """Divide ``total`` into ``count`` equal parts; one end carries what does not divide."""
    if total < 0 or count < 1:
        raise NothingToDivide(total=total, weights=[1] * max(count, 0))
    share, rest = divmod(total, count)
    parts = [share] * count
    parts[-1 if remainder_last else 0] += rest
    return parts
