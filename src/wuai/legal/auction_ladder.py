"""The reserve price and the deposit of each round of an auction of immovables (強制執行法 91–95)."""

from dataclasses import dataclass
from datetime import date

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.legal.parameter_table import setting

# Code, name, whether the price is cut before this round, and where the law says so.
ROUNDS = (
    ("FIRST", Bilingual("第一次拍賣", "first auction"), False, "強制執行法第 80 條"),
    (
        "SECOND",
        Bilingual("第二次拍賣（第一次減價）", "second auction, first reduction"),
        True,
        "強制執行法第 91 條",
    ),
    (
        "THIRD",
        Bilingual("第三次拍賣（第二次減價）", "third auction, second reduction"),
        True,
        "強制執行法第 92 條",
    ),
    (
        "SPECIAL_SALE",
        Bilingual("特別變賣（應買公告三個月）", "purchase offers for three months"),
        False,
        "強制執行法第 95 條第 1 項",
    ),
    (
        "SPECIAL_REDUCTION",
        Bilingual("特別變賣後減價拍賣", "reduced auction after the purchase offers"),
        True,
        "強制執行法第 95 條第 2 項",
    ),
)


class ReserveTooSmall(Refusal):
    code = "RESERVE_TOO_SMALL"
    zh = "最低價額須至少 1 元，不得為 {reserve}"
    en = "A reserve price is at least NT$ 1, not {reserve}"
    next_zh = "請查對鑑定價格"
    next_en = "Check the appraisal"
    basis = "強制執行法第 80 條"
    status = 422


class CutTooLarge(Refusal):
    code = "CUT_TOO_LARGE"
    zh = "減價 {cut}% 超過上限 {most}%"
    en = "A reduction of {cut} % is more than the {most} % allowed"
    next_zh = "請降低減價比例"
    next_en = "Reduce the price by less"
    basis = "強制執行法第 91 條、第 92 條"
    status = 422


class DepositShareWrong(Refusal):
    code = "DEPOSIT_SHARE_WRONG"
    zh = "保證金比例 {share}% 不合理"
    en = "A deposit of {share} % makes no sense"
    next_zh = "請填 1 至 100"
    next_en = "Give 1 to 100"
    basis = "強制執行法第 86 條"
    status = 422


@dataclass(frozen=True, slots=True)
class Round:
    """One round: its price, its least deposit, its ground in law."""

    no: int
    code: str
    name: Bilingual
    reserve: int
    deposit: int
    basis: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """All rounds, and whether the deposit's share is confirmed."""

    rounds: tuple[Round, ...]
    cut_percent: int
    deposit_percent: int
    confirmed: bool
    sources: tuple[Bilingual, ...]


def ladder(
    reserve: int, on: date, *, cut_percent: int | None = None, deposit_percent: int | None = None
) -> Ladder:
    """The rounds from a first reserve price; cuts at most as large as the law allows."""
    most, usual = setting("AUCTION_CUT_MAX", on=on), setting("AUCTION_DEPOSIT", on=on)
    cut = most.value if cut_percent is None else cut_percent
    share = usual.value if deposit_percent is None else deposit_percent
    if reserve < 1:
        raise ReserveTooSmall(field="reserve", reserve=reserve)
    if not 0 <= cut <= most.value:
        raise CutTooLarge(field="cut_percent", cut=cut, most=most.value)
    if not 1 <= share <= 100:
        raise DepositShareWrong(field="deposit_percent", share=share)
    rounds, price = [], reserve
    for no, (code, name, reduced, basis) in enumerate(ROUNDS, start=1):
        if reduced:
            price = _share_up(price, 100 - cut)
        rounds.append(Round(no, code, name, price, _share_up(price, share), basis))
    return Ladder(
        tuple(rounds), cut, share, most.confirmed and usual.confirmed, (most.source, usual.source)
    )


def _share_up(price: int, percent: int) -> int:
    # Rounded up: a price rounded down would be cut by more than the law allows.
    return -(-price * percent // 100)
