"""Decide how a receipt reads: the amount in capital numerals, and what a print is called."""

from wuai.kernel.refusal import Refusal

_DIGITS = "零壹貳參肆伍陸柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "萬", "億", "兆", "京")
GENUINE, VOID = "GENUINE", "VOID"


class ReceiptUnknown(Refusal):
    code = "RECEIPT_UNKNOWN"
    zh = "本分署查無此收款"
    en = "This branch has no such receipt"
    next_zh = "請由收款清單查找"
    next_en = "Look for it in the list of payments"
    status = 404


def capital_amount(amount: int) -> str:
    """An amount as it stands on receipts, hard to alter: 壹萬貳仟參佰元整."""
    if amount == 0:
        return "零元整"
    words, pending, group = "", False, 0
    groups = []
    while amount:
        amount, low = divmod(amount, 10_000)
        groups.append(low)
    for group in range(len(groups) - 1, -1, -1):
        low = groups[group]
        if not low:
            pending = bool(words)
            continue
        if words and (pending or low < 1000):
            words += _DIGITS[0]
        words, pending = words + _four(low) + _GROUPS[group], False
    return f"{words}元整"


def _four(number: int) -> str:
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if not digit:
            gap = bool(words)
            continue
        if gap:
            words += _DIGITS[0]
        words, gap = words + _DIGITS[digit] + _PLACES[place], False
    return words


def is_reprint(no: int) -> bool:
    """Whether a print is not the first."""
    return no > 1
