"""Check digits of a whole column at once. What does not pass here, the kernel explains."""

import polars as pl

from wuai.kernel import identity_numbers

_LETTERS = {letter: 10 + i for i, letter in enumerate("ABCDEFGHJKLMNPQRSTUVXYWZIO")}
_FIRST = {letter: value // 10 + value % 10 * 9 for letter, value in _LETTERS.items()}
_SECOND = {**{str(d): d for d in range(10)}, **{c: _LETTERS[c] % 10 for c in "ABCD"}}
_PERSON_REST = (7, 6, 5, 4, 3, 2, 1, 1)
_UBN = (1, 2, 1, 2, 1, 2, 4, 1)
PERSON, COMPANY = r"^[A-Z][1289A-D][0-9]{8}$", r"^[0-9]{8}$"


def _digit(column: pl.Expr, place: int) -> pl.Expr:
    return column.str.slice(place, 1).cast(pl.Int32, strict=False)


def _person(column: pl.Expr) -> pl.Expr:
    total = column.str.slice(0, 1).replace_strict(_FIRST, default=None, return_dtype=pl.Int32)
    second = column.str.slice(1, 1).replace_strict(_SECOND, default=None, return_dtype=pl.Int32)
    total = total + second * 8
    for place, weight in enumerate(_PERSON_REST, start=2):
        total = total + _digit(column, place) * weight
    return total % 10 == 0


def _company(column: pl.Expr) -> pl.Expr:
    total = pl.lit(0)
    for place, weight in enumerate(_UBN):
        product = _digit(column, place) * weight
        total = total + product // 10 + product % 10
    seven = column.str.slice(6, 1) == "7"
    return (total % 5 == 0) | (seven & ((total + 1) % 5 == 0))


def valid(column: pl.Expr) -> pl.Expr:
    """Whether each number (narrow, upper case) has a known shape and the right check digit."""
    return (
        pl.when(column.str.contains(PERSON))
        .then(_person(column))
        .when(column.str.contains(COMPANY))
        .then(_company(column))
        .otherwise(False)
        .fill_null(False)
    )


def kind(column: pl.Expr) -> pl.Expr:
    """The kind of each number by its shape."""
    second = column.str.slice(1, 1)
    return (
        pl.when(column == "").then(pl.lit(""))
        .when(column.str.contains(COMPANY)).then(pl.lit(identity_numbers.UBN))
        .when(~column.str.contains(PERSON)).then(pl.lit(identity_numbers.UNKNOWN))
        .when(second.is_in(["1", "2"])).then(pl.lit(identity_numbers.NATIONAL_ID))
        .when(second.is_in(["8", "9"])).then(pl.lit(identity_numbers.ARC))
        .otherwise(pl.lit(identity_numbers.ARC_OLD))
    )  # fmt: skip
