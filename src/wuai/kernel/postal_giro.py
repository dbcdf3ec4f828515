"""The three barcodes of a postal giro slip (郵政劃撥)."""

import re
from datetime import date
from itertools import cycle

from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import compact
from wuai.kernel.text import narrow_upper

_ACCOUNT = re.compile(r"\d{8}", re.ASCII)
_REFERENCE = re.compile(r"\d{1,15}", re.ASCII)
MAX_AMOUNT = 99_999_999_999


class GiroPartWrong(Refusal):
    code = "GIRO_PART_WRONG"
    zh = "郵政劃撥條碼：{part_zh}「{value}」不合格式"
    en = "Postal giro barcode: {part_en} “{value}” does not fit"
    next_zh = "劃撥帳號 8 位、銷帳編號至多 15 位數字、金額 1 至 99,999,999,999 元"
    next_en = (
        "The account has 8 digits, the reference at most 15, the amount is NT$ 1 to 99,999,999,999"
    )
    status = 422


def compose(account: str, deadline: date, reference: str, amount: int) -> tuple[str, str, str]:
    """Make the three barcodes: giro account, deadline with reference and check, amount."""
    giro, payer = narrow_upper(account), narrow_upper(reference)
    if _ACCOUNT.fullmatch(giro) is None:
        raise GiroPartWrong(
            field="account", part_zh="劃撥帳號", part_en="the account", value=account
        )
    if _REFERENCE.fullmatch(payer) is None:
        raise GiroPartWrong(
            field="reference", part_zh="銷帳編號", part_en="the reference", value=reference
        )
    if not 1 <= amount <= MAX_AMOUNT:
        raise GiroPartWrong(field="amount", part_zh="金額", part_en="the amount", value=amount)
    body = f"{compact(deadline)}1{payer.rjust(15, '0')}"
    return giro, body + check_digit(giro, body, amount), f"{amount:011d}"


def check_digit(account: str, body: str, amount: int) -> str:
    """The check over account and body (weights 3, 7, 1) and the last eight digits of the amount."""
    text = sum(int(d) * w % 10 for d, w in zip(account + body, cycle((3, 7, 1)), strict=False))
    last_eight = f"{amount:011d}"[-8:]
    money = sum(int(d) * w % 10 for d, w in zip(last_eight, range(8, 0, -1), strict=True))
    return str(-(text + money) % 10)
