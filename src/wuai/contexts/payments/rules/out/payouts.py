"""Decide about money that leaves: what a payment may become, to which account, under which name."""

import re
from dataclasses import dataclass

from wuai.kernel.refusal import Refusal
from wuai.kernel.text import fold, without_spaces

PREPARED, SENT, PAID, RETURNED, CANCELLED = "PREPARED", "SENT", "PAID", "RETURNED", "CANCELLED"
REMITTANCE, REFUND = "REMITTANCE", "REFUND"
# From, what happens, to. A payment that the bank confirmed may still come back some days later;
# one that came back is over: the money goes out again under a new number.
STEPS = {
    (PREPARED, "APPROVED"): SENT,
    (PREPARED, "REFUSED"): CANCELLED,
    (SENT, PAID): PAID,
    (SENT, RETURNED): RETURNED,
    (PAID, RETURNED): RETURNED,
}
# A bank's file, a spreadsheet and a form take these for something else than a name.
_FORMULA = ("=", "+", "-", "@")
_BANK = re.compile(r"\d{7}", re.ASCII)
_ACCOUNT = re.compile(r"\d{5,16}", re.ASCII)
LONGEST_NAME = 70


class PayeeUnfit(Refusal):
    code = "PAYEE_UNFIT"
    zh = "受款資料不完整：{what_zh}"
    en = "The payee's data are not fit for a payment: {what_en}"
    next_zh = "請查對存摺封面：戶名、7 位數行庫代碼、5 至 16 位數帳號"
    next_en = "Check the passbook: name, 7-digit bank code, account of 5 to 16 digits"
    status = 422


@dataclass(frozen=True, slots=True)
class Payee:
    """Whom to pay, and where."""

    name: str
    bank: str
    account: str


def payee(name: str, bank: str, account: str, *, field: str = "") -> Payee:
    """A payee as a payment file can carry it; refused with the part that is wrong."""
    said = " ".join(name.split())
    digits = without_spaces(account).replace("-", "")
    code = fold(bank)
    if not said or len(said) > LONGEST_NAME or said.startswith(_FORMULA) or not said.isprintable():
        raise PayeeUnfit(what_zh="戶名", what_en="the name", field=field or "payee_name")
    if not _BANK.fullmatch(code):
        raise PayeeUnfit(what_zh="行庫代碼", what_en="the bank code", field=field or "bank")
    if not _ACCOUNT.fullmatch(digits):
        raise PayeeUnfit(what_zh="帳號", what_en="the account number", field=field or "account")
    return Payee(said, code, digits)


def mask_account(account: str) -> str:
    """The account as pages show it: the head only, like every mask of the house."""
    return account[:4] + "*" * max(len(account) - 4, 4)


def names_agree(given: str, known: str) -> bool:
    """Whether two writings are the same name: width, spaces and case do not matter."""
    return _bare(given) == _bare(known) != ""


def _bare(name: str) -> str:
    return "".join(c for c in fold(name) if c.isalnum())


def next_status(status: str, what: str) -> str | None:
    """What a payment becomes; None when this cannot happen to it."""
    return STEPS.get((status, what))
