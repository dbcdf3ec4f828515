"""Who gets how much of what a sale brought: by rank, within a rank by share or by order.

Whole dollars, largest remainder, ties by case number; what is paid and what is left over always
add up to the pool.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from wuai.kernel import case_numbers
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.money import split_by_ratio
from wuai.kernel.refusal import Refusal
from wuai.legal.parameter_table import setting


class AmountNegative(Refusal):
    code = "DISTRIBUTION_AMOUNT_NEGATIVE"
    zh = "「{what}」的金額 {amount} 不得為負"
    en = "The amount {amount} of “{what}” cannot be negative"
    next_zh = "請查對金額"
    next_en = "Check the amount"
    status = 422


class UnknownClaimKind(Refusal):
    code = "UNKNOWN_CLAIM_KIND"
    zh = "「{what}」的債權種類「{kind}」不在分配次序表"
    en = "The kind “{kind}” of “{what}” has no rank"
    next_zh = "可用的有：{known}"
    next_en = "Known kinds: {known}"
    status = 422


@dataclass(frozen=True, slots=True)
class Claim:
    """One creditor's claim; ``order`` is the order of registration of a mortgage."""

    no: str
    creditor: str
    kind: str
    amount: int
    order: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    no: str
    creditor: str
    kind: str
    rank: int
    basis: str
    amount: int
    paid: int
    shortfall: int
    ratio: str


@dataclass(frozen=True, slots=True)
class Table:
    """The whole table: what was paid and what is left for the debtor."""

    pool: int
    lines: tuple[Line, ...]
    paid: int
    surplus: int
    confirmed: bool
    sources: tuple[Bilingual, ...]


def kind_of_rank(rank: int, on: date) -> str | None:
    """The first kind of claim that stands at this rank, if one does."""
    rows = setting("DISTRIBUTION_RANKS", on=on).value
    return next((row["kind"] for row in rows if row["rank"] == rank), None)


def distribute(pool: int, claims: Sequence[Claim], on: date) -> Table:
    """Divide the pool among the claims as the ranks of that day say."""
    order = setting("DISTRIBUTION_RANKS", on=on)
    ranks: dict[str, dict[str, Any]] = {row["kind"]: row for row in order.value}
    _check(pool, claims, ranks)
    left, lines = pool, []
    for band in _bands(claims, ranks):
        paid = _pay(left, [claim.amount for claim in band])
        left -= sum(paid)
        lines += [_line(c, ranks[c.kind], amount) for c, amount in zip(band, paid, strict=True)]
    return Table(
        pool=pool,
        lines=tuple(lines),
        paid=pool - left,
        surplus=left,
        confirmed=order.confirmed,
        sources=(order.source,),
    )


def _check(pool: int, claims: Sequence[Claim], ranks: dict[str, dict[str, Any]]) -> None:
    if pool < 0:
        raise AmountNegative(field="pool", what="pool", amount=pool)
    for claim in claims:
        if claim.amount < 0:
            raise AmountNegative(field="amount", what=claim.no, amount=claim.amount)
        if claim.kind not in ranks:
            raise UnknownClaimKind(
                field="kind", kind=claim.kind, what=claim.no, known=", ".join(ranks)
            )


def _bands(claims: Sequence[Claim], ranks: dict[str, dict[str, Any]]) -> list[list[Claim]]:
    """Claims that are served together, one band after the other."""

    def band(claim: Claim) -> tuple[int, int]:
        row = ranks[claim.kind]
        return row["band"], claim.order if row["within"] == "order" else 0

    ordered = sorted(claims, key=lambda claim: (*band(claim), _by_number(claim)))
    return [list(group) for _, group in groupby(ordered, key=band)]


def _by_number(claim: Claim) -> tuple[int, str, str, int, str]:
    number = case_numbers.parse(claim.no)
    if number is None:
        return (0, "", "", 0, claim.no)
    return (number.year, number.category, number.track, number.serial, claim.no)


def _pay(left: int, amounts: list[int]) -> list[int]:
    return amounts if sum(amounts) <= left else split_by_ratio(left, amounts)


def _line(claim: Claim, row: dict[str, Any], paid: int) -> Line:
    return Line(
        no=claim.no,
        creditor=claim.creditor,
        kind=claim.kind,
        rank=row["rank"],
        basis=row["basis"],
        amount=claim.amount,
        paid=paid,
        shortfall=claim.amount - paid,
        ratio=_percent(paid, claim.amount),
    )


def _percent(paid: int, amount: int) -> str:
    if paid == amount:
        return "100.00%"
    # Rounded to the nearest; a claim that is one dollar short is never called paid in full.
    share = min((paid * 20_000 + amount) // (2 * amount), 9_999)
    return f"{share // 100}.{share % 100:02d}%"
