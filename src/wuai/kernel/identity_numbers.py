"""Numbers that say who someone is: which kind, whether the check digit holds, and why not.

National IDs and residence permits (ARC) share one arithmetic. The rule for companies (UBN) of
2023-04 is our own: libraries still ask for a multiple of ten where five is enough today.
"""

import re
from typing import NamedTuple

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.text import narrow_upper

NATIONAL_ID, ARC, ARC_OLD, UBN, UNKNOWN = "NATIONAL_ID", "ARC", "ARC_OLD", "UBN", "UNKNOWN"
KINDS = (NATIONAL_ID, ARC, ARC_OLD, UBN, UNKNOWN)

_LETTERS = {letter: 10 + i for i, letter in enumerate("ABCDEFGHJKLMNPQRSTUVXYWZIO")}
_PERSON_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
_UBN_WEIGHTS = (1, 2, 1, 2, 1, 2, 4, 1)
_SHAPES = (
    (NATIONAL_ID, re.compile(r"[A-Z][12]\d{8}", re.ASCII)),
    (ARC, re.compile(r"[A-Z][89]\d{8}", re.ASCII)),
    (ARC_OLD, re.compile(r"[A-Z][A-D]\d{8}", re.ASCII)),
    (UBN, re.compile(r"\d{8}", re.ASCII)),
)
_KIND_NAMES = {
    NATIONAL_ID: Bilingual("國民身分證統一編號", "national identification number"),
    ARC: Bilingual("新式外來人口統一證號", "residence permit number (new form)"),
    ARC_OLD: Bilingual("舊式外來人口統一證號", "residence permit number (old form)"),
    UBN: Bilingual("營利事業統一編號", "unified business number"),
}


class Explanation(NamedTuple):
    """What a number is, whether it can be right, and the reason in two languages."""

    kind: str
    valid: bool
    reason: Bilingual


def explain(number: str) -> Explanation:
    """Say which kind of number this is and whether its check digit holds."""
    folded = normalise(number)
    kind = kind_of(folded)
    if kind == UNKNOWN:
        return Explanation(UNKNOWN, False, _no_known_shape(folded))
    if kind == UBN:
        return _explain_ubn(folded)
    total = _person_sum(folded)
    if total % 10 == 0:
        return Explanation(kind, True, _holds(kind))
    right = (int(folded[-1]) - total) % 10
    return Explanation(
        kind, False, _wrong(kind, f"末碼應為 {right}", f"the last digit should be {right}")
    )


def normalise(number: str) -> str:
    """The number as it is kept and compared: narrow, upper case, no spaces."""
    return narrow_upper(number)


def kind_of(number: str) -> str:
    """The kind by shape alone, whatever the check digit says."""
    folded = normalise(number)
    return next((kind for kind, shape in _SHAPES if shape.fullmatch(folded)), UNKNOWN)


def is_valid(number: str) -> bool:
    """Whether the number has a known shape and its check digit holds."""
    return explain(number).valid


def mask(number: str) -> str:
    """Show the first five characters only: the tail is what a certificate proves."""
    folded = normalise(number)
    shown = folded[: min(5, len(folded) // 2)]
    return shown + "*" * (len(folded) - len(shown))


def mask_name(name: str) -> str:
    """陳○○ for a Chinese name; the first letter of each word for a name in Latin letters."""
    trimmed = " ".join(name.split())
    if trimmed.isascii():
        return " ".join(word[0] + "○" * (len(word) - 1) for word in trimmed.split(" ") if word)
    return trimmed[:1] + "○" * (len(trimmed) - 1)


def _person_sum(number: str) -> int:
    letter = _LETTERS[number[0]]
    second = number[1] if number[1].isdigit() else str(_LETTERS[number[1]] % 10)
    digits = (letter // 10, letter % 10, int(second), *(int(d) for d in number[2:]))
    return sum(digit * weight for digit, weight in zip(digits, _PERSON_WEIGHTS, strict=True))


def _explain_ubn(number: str) -> Explanation:
    total = _ubn_sum(number)
    # The seventh product, 7 × 4 = 28, has the digit sum 10, which may count as 1 or as 0.
    totals = (total, total + 1) if number[6] == "7" else (total,)
    if any(value % 10 == 0 for value in totals):
        return Explanation(UBN, True, _holds(UBN))
    if any(value % 5 == 0 for value in totals):
        return Explanation(
            UBN,
            True,
            Bilingual(
                "營利事業統一編號，檢查碼相符（112 年 4 月起之新規則）",
                "unified business number; the check digit holds under the rule of April 2023",
            ),
        )
    return Explanation(
        UBN,
        False,
        _wrong(UBN, f"加權和 {total} 非 5 之倍數", f"the weighted sum {total} is no multiple of 5"),
    )


def _ubn_sum(number: str) -> int:
    products = (int(d) * weight for d, weight in zip(number, _UBN_WEIGHTS, strict=True))
    return sum(product // 10 + product % 10 for product in products)


def _holds(kind: str) -> Bilingual:
    name = _KIND_NAMES[kind]
    return Bilingual(f"{name.zh}，檢查碼相符", f"{name.en}; the check digit holds")


def _wrong(kind: str, zh: str, en: str) -> Bilingual:
    name = _KIND_NAMES[kind]
    return Bilingual(f"{name.zh}，檢查碼不符：{zh}", f"{name.en}; the check digit is wrong: {en}")


def _no_known_shape(folded: str) -> Bilingual:
    if not folded:
        return Bilingual("未填號碼", "no number was given")
    return Bilingual(
        f"長度 {len(folded)} 或字元不合身分證、統一證號、統一編號任一格式",
        f"its length ({len(folded)}) or characters fit no national ID, residence permit or business number",
    )
