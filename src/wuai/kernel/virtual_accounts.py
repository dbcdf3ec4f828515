"""Virtual accounts (虛擬帳號): a payer's own account number, with the bank's check digits.

Each bank contract has its own arithmetic. A scheme is a name, a length and one function that
computes the check; a new contract is one entry in ``SCHEMES`` with its published vectors as tests.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.kernel.text import narrow_upper

Check = Callable[[str, int | None], str]
_DIGITS = re.compile(r"\d+", re.ASCII)


class UnknownScheme(Refusal):
    code = "UNKNOWN_VA_SCHEME"
    zh = "沒有「{scheme}」這種虛擬帳號編碼方式"
    en = "There is no virtual account scheme “{scheme}”"
    next_zh = "可用的有：{known}"
    next_en = "Known schemes: {known}"
    status = 422


class VirtualAccountBodyWrong(Refusal):
    code = "VIRTUAL_ACCOUNT_BODY_WRONG"
    zh = "{scheme} 的帳號本體須為 {lengths} 位數字，「{body}」不合"
    en = "{scheme} needs {lengths} digits before its check; “{body}” does not fit"
    next_zh = "請依銀行契約查對企業代碼與自訂碼"
    next_en = "Check the company code and the payer's digits against the bank contract"
    status = 422


class AmountNeeded(Refusal):
    code = "VIRTUAL_ACCOUNT_AMOUNT_NEEDED"
    zh = "{scheme} 的檢碼含金額，須給 1 至 {most} 元的金額"
    en = "The check of {scheme} covers the amount: give one between NT$ 1 and {most}"
    next_zh = "請補上金額"
    next_en = "Add the amount"
    status = 422


@dataclass(frozen=True, slots=True)
class VaScheme:
    """How one bank contract numbers its virtual accounts."""

    code: str
    bank: str
    bank_name: Bilingual
    body_lengths: tuple[int, ...]
    check_length: int
    amount_digits: int
    check: Check

    @property
    def with_amount(self) -> bool:
        """Whether the check covers the amount, so that the bank refuses any other sum."""
        return self.amount_digits > 0

    @property
    def length(self) -> int:
        """The usual length of a whole account number."""
        return self.body_lengths[0] + self.check_length

    @property
    def lengths(self) -> tuple[int, ...]:
        """Every length a whole account number may have."""
        return tuple(n + self.check_length for n in self.body_lengths)


def compose(scheme: str, body: str, amount: int | None = None) -> str:
    """Give the whole account number: the body and its check digits."""
    rule = find(scheme)
    digits = narrow_upper(body).replace("-", "")
    if len(digits) not in rule.body_lengths or _DIGITS.fullmatch(digits) is None:
        lengths = "/".join(str(n) for n in rule.body_lengths)
        raise VirtualAccountBodyWrong(field="body", scheme=scheme, lengths=lengths, body=body)
    most = 10**rule.amount_digits - 1
    if rule.with_amount and (amount is None or not 1 <= amount <= most):
        raise AmountNeeded(field="amount", scheme=scheme, most=most)
    return digits + rule.check(digits, amount if rule.with_amount else None)


def verify(scheme: str, account: str, amount: int | None = None) -> bool:
    """Whether the check digits of a whole account number hold (for this amount, where they cover it)."""
    rule = find(scheme)
    digits = narrow_upper(account).replace("-", "")
    if len(digits) not in rule.lengths or _DIGITS.fullmatch(digits) is None:
        return False
    return compose(scheme, digits[: -rule.check_length], amount) == digits


def find(scheme: str) -> VaScheme:
    """The scheme of this code."""
    if scheme not in SCHEMES:
        raise UnknownScheme(field="scheme", scheme=scheme, known=", ".join(SCHEMES))
    return SCHEMES[scheme]


def _products(digits: str, weights: Sequence[int]) -> list[int]:
    return [int(d) * w for d, w in zip(digits, weights, strict=True)]


def _weights(figures: str) -> tuple[int, ...]:
    return tuple(int(figure) for figure in figures)


def _units(products: list[int]) -> int:
    return sum(product % 10 for product in products)


def _ctbc(body: str, amount: int | None) -> str:
    def part(digits: str) -> int:
        return sum(int(d) * w % 10 for d, w in zip(digits, cycle((3, 7, 1)), strict=False))

    # The weights begin anew at the amount.
    total = part(body) + (part(f"{amount:08d}") if amount is not None else 0)
    return str(-total % 10)


def _scsb(body: str, _: int | None) -> str:
    without_third = body[:2] + body[3:]
    return str(-_units(_products(without_third, _weights("123987614321"))) % 10)


def _esun_single(body: str, amount: int | None) -> str:
    total = sum(_products(body.rjust(15, "0"), _weights("654321987654321")))
    if amount is not None:
        total += sum(_products(f"{amount:08d}", _weights("87654321")))
    return str(total % 10)


def _esun_double(body: str, amount: int | None) -> str:
    checks = ""
    for account, money in (("31731731731731", "31731731"), ("73973973973973", "73973973")):
        total = sum(_products(body.rjust(14, "0"), _weights(account)))
        if amount is not None:
            total += sum(_products(f"{amount:08d}", _weights(money)))
        checks += str(total % 10)
    return checks


def _land_13(body: str, amount: int | None) -> str:
    total = sum(_products(body, _weights("8765432765432")))
    if amount is None:
        return str((10 - total % 11) % 10)
    # With the amount the bank complements to eleven, not to ten.
    total += sum(_products(f"{amount:011d}", _weights("65432765432")))
    return str((11 - total % 11) % 10)


def _land_15(body: str, _: int | None) -> str:
    return str((10 - sum(_products(body, _weights("876543298765432"))) % 11) % 10)


_CTBC = Bilingual("中國信託商業銀行", "CTBC Bank")
_SCSB = Bilingual("上海商業儲蓄銀行", "The Shanghai Commercial & Savings Bank")
_ESUN = Bilingual("玉山商業銀行", "E.SUN Commercial Bank")
_LAND = Bilingual("臺灣土地銀行", "Land Bank of Taiwan")

SCHEMES: dict[str, VaScheme] = {
    scheme.code: scheme
    for scheme in (
        VaScheme("CTBC_14", "822", _CTBC, (13,), 1, 0, _ctbc),
        VaScheme("CTBC_14_AMOUNT", "822", _CTBC, (13,), 1, 8, _ctbc),
        VaScheme("SCSB_14", "011", _SCSB, (13,), 1, 0, _scsb),
        VaScheme("ESUN_SINGLE", "808", _ESUN, (12, 13, 15), 1, 0, _esun_single),
        VaScheme("ESUN_SINGLE_AMOUNT", "808", _ESUN, (12, 13, 15), 1, 8, _esun_single),
        VaScheme("ESUN_DOUBLE", "808", _ESUN, (11, 12, 14), 2, 0, _esun_double),
        VaScheme("ESUN_DOUBLE_AMOUNT", "808", _ESUN, (11, 12, 14), 2, 8, _esun_double),
        VaScheme("LAND_M14A", "005", _LAND, (13,), 1, 0, _land_13),
        VaScheme("LAND_M14B", "005", _LAND, (13,), 1, 11, _land_13),
        VaScheme("LAND_M16A", "005", _LAND, (15,), 1, 0, _land_15),
    )
}
