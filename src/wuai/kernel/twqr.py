"""TWQR, the QR code of Taiwan Pay: transfers (02) into an account, made without a bank contract.

A payment code (03) needs a security code and terminal numbers issued by the acquiring bank;
they are given as ``Acquirer``, and without them only a transfer code can be made.
"""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from wuai.kernel.refusal import Refusal
from wuai.kernel.text import narrow_upper

CURRENCY_NTD = "901"
_BANK = re.compile(r"\d{3}", re.ASCII)
_ACCOUNT = re.compile(r"\d{1,16}", re.ASCII)
NOTE_LENGTH = 19
MAX_AMOUNT = 9_999_999_999


class TwqrPartWrong(Refusal):
    code = "TWQR_PART_WRONG"
    zh = "TWQR：{part_zh}「{value}」不合格式"
    en = "TWQR: {part_en} “{value}” does not fit"
    next_zh = "銀行代碼 3 位、帳號至多 16 位數字、金額至少 1 元、備註至多 19 字"
    next_en = "A bank has 3 digits, an account at most 16, an amount is at least NT$ 1, a note has at most 19 characters"
    status = 422


@dataclass(frozen=True, slots=True)
class Acquirer:
    """What the acquiring bank issues for payment codes: its D3 and its D11."""

    security_code: str
    terminal: str


def transfer(name: str, bank: str, account: str, amount: int, note: str = "") -> str:
    """A code that opens a transfer of ``amount`` dollars into ``account`` (parameters D1, D5, D6, D10)."""
    number = narrow_upper(account).replace("-", "")
    if _BANK.fullmatch(bank) is None:
        raise TwqrPartWrong(field="bank", part_zh="銀行代碼", part_en="the bank", value=bank)
    if _ACCOUNT.fullmatch(number) is None:
        raise TwqrPartWrong(field="account", part_zh="帳號", part_en="the account", value=account)
    values = {"D1": _cents(amount), "D5": bank, "D6": number.rjust(16, "0")}
    if note:
        values["D9"] = _short_note(note)
    return _uri(name, "02", values | {"D10": CURRENCY_NTD})


def payment(name: str, acquirer: Acquirer, amount: int, deadline: date, reference: str) -> str:
    """A payment code (03) with the values that the acquiring bank has issued."""
    number = narrow_upper(reference)
    if _ACCOUNT.fullmatch(number) is None:
        raise TwqrPartWrong(
            field="reference", part_zh="銷帳編號", part_en="the reference", value=reference
        )
    values = {
        "D1": _cents(amount),
        "D3": acquirer.security_code,
        "D4": f"{deadline:%Y%m%d}",
        "D7": number,
        "D10": CURRENCY_NTD,
        "D11": acquirer.terminal,
    }
    return _uri(name, "03", values)


def _cents(amount: int) -> str:
    if not 1 <= amount <= MAX_AMOUNT:
        raise TwqrPartWrong(field="amount", part_zh="金額", part_en="the amount", value=amount)
    return str(amount * 100)


def _short_note(note: str) -> str:
    if len(note) > NOTE_LENGTH:
        raise TwqrPartWrong(field="note", part_zh="備註", part_en="the note", value=note)
    return note


def _uri(name: str, purpose: str, values: dict[str, str]) -> str:
    # A comma separates the numbers inside D11 and stands for itself.
    query = "&".join(f"{key}={quote(value, safe=',')}" for key, value in values.items())
    return f"TWQRP://{quote(name, safe='')}/158/{purpose}/V1?{query}"
