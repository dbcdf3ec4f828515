"""Check the rows of a chunk, column by column. Rows come as text; what is wrong is collected, and
a row with a fault is refused whole, with every fault named.

Dates, amounts and limits are read by the kernel and the law, once for each different text: equal
by construction, and fast because a file repeats itself.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import polars as pl

from wuai.contexts.referrals.rules import numbers
from wuai.contexts.referrals.rules.columns import (
    BY_NAME,
    COLUMNS,
    DATE,
    KINDS,
    MAY_LIE_AHEAD,
    MONEY,
)
from wuai.contexts.referrals.rules.faults import number_fault
from wuai.contexts.referrals.rules.findings import Findings, Ground, rows_where
from wuai.contexts.referrals.rules.late_charges import warn_of_late_charges
from wuai.contexts.referrals.rules.texts import check_texts, folded
from wuai.kernel import identity_numbers, money, roc_dates
from wuai.kernel.refusal import Refusal
from wuai.legal.case_clock import FINE, TAX, Clock, case_limits

_MOST = 10**12
_PERSON_KINDS = {"NATIONAL_ID", "ARC", "ARC_OLD"}


def check(frame: pl.DataFrame, ground: Ground, findings: Findings) -> pl.DataFrame:
    """Typed columns of a frame of texts (one column for each known name, ``""`` where missing)."""
    frame = folded(frame)
    check_texts(frame, findings)
    frame = _dates(frame, ground, findings)
    frame = _amounts(frame, findings)
    frame = _identity(frame, findings)
    frame = _category(frame, ground, findings)
    frame = _accrual(frame, findings)
    frame = _days(frame, findings)
    frame = _limits(frame, ground, findings)
    warn_of_late_charges(frame, ground, findings)
    return frame


class _Readings:
    """What each different text means; kept between chunks, within bounds."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        self._read, self._known = read, dict[str, Any]()

    def of(self, texts: list[str]) -> dict[str, Any]:
        if len(self._known) > 300_000:
            self._known.clear()
        missing = [text for text in texts if text not in self._known]
        self._known.update((text, self._read(text)) for text in missing)
        return {text: self._known[text] for text in texts}


def _read_date(text: str) -> date | str:
    try:
        return roc_dates.parse(text)
    except Refusal as refusal:
        return refusal.code


def _read_money(text: str) -> int | str:
    if text[:1] in {"-", "−", "(", "－"}:
        return "AMOUNT_NEGATIVE"
    try:
        amount = money.parse(text)
    except Refusal:
        return "AMOUNT_UNREADABLE"
    return amount if amount <= _MOST else "AMOUNT_TOO_LARGE"


_DATES, _MONEY = _Readings(_read_date), _Readings(_read_money)


def _mapped(
    frame: pl.DataFrame, name: str, readings: _Readings, dtype: Any, findings: Findings
) -> pl.Series:
    texts = frame[name]
    different = [text for text in texts.unique().to_list() if text]
    known = readings.of(different)
    wrong = {text: value for text, value in known.items() if isinstance(value, str)}
    for text, code in wrong.items():
        findings.add(rows_where(frame, pl.col(name) == text), name, code)
    good = {text: value for text, value in known.items() if text not in wrong}
    if not good:
        return pl.Series(name, [None] * len(texts), dtype=dtype)
    return texts.replace_strict(
        list(good), pl.Series(list(good.values()), dtype=dtype), default=None, return_dtype=dtype
    )


def _dates(frame: pl.DataFrame, ground: Ground, findings: Findings) -> pl.DataFrame:
    names = [column.name for column in COLUMNS if column.form == DATE]
    frame = frame.with_columns(_mapped(frame, n, _DATES, pl.Date, findings) for n in names)
    for name in names:
        if name == "due_on":
            late = rows_where(frame, pl.col(name) >= ground.on)
            findings.add(late, name, "PERIOD_NOT_ENDED")
        elif name not in MAY_LIE_AHEAD:
            ahead = rows_where(frame, pl.col(name) > ground.on)
            findings.add(ahead, name, "DATE_IN_FUTURE")
    return frame


def _amounts(frame: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    names = [column.name for column in COLUMNS if column.form == MONEY]
    parts = ["principal", "surcharge", "interest", "fine", "cost"]
    frame = frame.with_columns(_mapped(frame, n, _MONEY, pl.Int64, findings) for n in names)
    broken = {row for row in findings.faults if any(
        fault.code.startswith("AMOUNT") for fault in findings.faults[row])}  # fmt: skip
    nothing = rows_where(frame, (pl.sum_horizontal(parts) == 0) & pl.col("principal").is_not_null())
    findings.add([row for row in nothing if row not in broken], "principal", "TOTAL_ZERO")
    return frame.with_columns(pl.col(part).fill_null(0) for part in parts)


def _identity(frame: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    known = list(KINDS)
    unknown = (pl.col("party_kind") != "") & ~pl.col("party_kind").is_in(known)
    findings.add(rows_where(frame, unknown), "party_kind", "PARTY_KIND_UNKNOWN")
    frame = frame.with_columns(
        pl.col("party_kind").replace(KINDS),
        numbers.kind(pl.col("id_number")).alias("id_kind"),
        ok=numbers.valid(pl.col("id_number")),
        ok_2=numbers.valid(pl.col("representative_id")),
    )
    needed = (pl.col("id_number") == "") & (pl.col("party_kind") != "OTHER")
    findings.add(rows_where(frame, needed), "id_number", "REQUIRED")
    free = (pl.col("party_kind") == "OTHER") & (pl.col("id_kind") == "UNKNOWN")
    wrong = (pl.col("id_number") != "") & ~pl.col("ok") & ~free
    _explain_numbers(frame, "id_number", wrong, findings)
    wrong = (pl.col("representative_id") != "") & ~pl.col("ok_2")
    _explain_numbers(frame, "representative_id", wrong, findings)
    long = rows_where(frame, pl.col("id_number").str.len_chars() > 20)
    findings.add(long, "id_number", "TOO_LONG", "20")
    person = pl.col("id_kind").is_in(list(_PERSON_KINDS))
    unusual = ((pl.col("party_kind") == "COMPANY") & person) | (
        (pl.col("party_kind") == "PERSON") & (pl.col("id_kind") == "UBN")
    )
    findings.warn(rows_where(frame, unusual), "id_number", "ID_KIND_UNUSUAL")
    return frame.drop("ok", "ok_2")


def _explain_numbers(frame: pl.DataFrame, name: str, wrong: pl.Expr, findings: Findings) -> None:
    for row in rows_where(frame, wrong):
        explained = identity_numbers.explain(frame[name][row])
        if not explained.valid:
            findings.add([row], name, number_fault(frame[name][row], explained.kind))


def _category(frame: pl.DataFrame, ground: Ground, findings: Findings) -> pl.DataFrame:
    ids = {code: held[0] for code, held in ground.categories.items()}
    kinds = {code: held[1] for code, held in ground.categories.items()}
    code = pl.col("category_code")
    frame = frame.with_columns(
        code.replace_strict(ids, default=None, return_dtype=pl.Int64).alias("category_id"),
        code.replace_strict(kinds, default="", return_dtype=pl.String).alias("kind"),
    )
    unknown = (code != "") & pl.col("category_id").is_null()
    findings.add(rows_where(frame, unknown), "category_code", "CATEGORY_UNKNOWN")
    return frame


def _accrual(frame: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    def rate(text: str) -> Decimal | str:
        try:
            value = Decimal(text.removesuffix("%").strip())
        except InvalidOperation:
            return "RATE_UNREADABLE"
        fits = value.is_finite() and 0 <= value <= 100 and value == round(value, 4)
        return round(value, 4) if fits else "RATE_UNREADABLE"

    given = [frame[n].is_not_null() for n in ("accrual_base", "accrual_from")]
    texts = frame["accrual_rate"].str.normalize("NFKC")
    if not (texts != "").any() and not given[0].any() and not given[1].any():
        return frame.with_columns(pl.lit(None, dtype=pl.Decimal(7, 4)).alias("accrual_rate"))
    frame = frame.with_columns(texts)
    frame = frame.with_columns(
        _mapped(frame, "accrual_rate", _Readings(rate), pl.Decimal(7, 4), findings),
        rate_given=texts != "",
    )
    count = pl.sum_horizontal(
        pl.col("accrual_base").is_not_null(), pl.col("accrual_from").is_not_null(), "rate_given"
    )
    part = rows_where(frame, (count > 0) & (count < 3))
    findings.add(part, "accrual_base", "ACCRUAL_INCOMPLETE")
    return frame.drop("rate_given")


def _days(frame: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    text = pl.col("suspended_days")
    folded = text.str.normalize("NFKC").str.replace("日$", "").str.strip_chars()
    frame = frame.with_columns(folded)
    wrong = (text != "") & ~text.str.contains(r"^[0-9]{1,5}$")
    findings.add(rows_where(frame, wrong), "suspended_days", "DAYS_UNREADABLE")
    return frame.with_columns(text.cast(pl.Int32, strict=False).fill_null(0))


def _limits(frame: pl.DataFrame, ground: Ground, findings: Findings) -> pl.DataFrame:
    fine = (pl.col("kind") == FINE) & pl.col("final_on").is_null()
    bad_day = {row for row, found in findings.faults.items() if any(
        fault.column == BY_NAME["final_on"].zh for fault in found)}  # fmt: skip
    missing = [row for row in rows_where(frame, fine) if row not in bad_day]
    findings.add(missing, "final_on", "REQUIRED")
    columns = (
        "kind", "due_on", "final_on", "collection_end_on", "started_on", "suspended_days",
    )  # fmt: skip
    firsts: list[date | None] = []
    seconds: list[date | None] = []
    for row, clock in enumerate(zip(*(frame[c].to_list() for c in columns), strict=True)):
        if row in findings.faults:
            firsts.append(None)
            seconds.append(None)
            continue
        found = case_limits(Clock(*clock), ground.on)
        firsts.append(found.first)
        seconds.append(found.second)
        if found.is_over:
            column = "collection_end_on" if clock[0] == TAX and clock[3] else "due_on"
            if clock[0] != TAX and clock[2]:
                column = "final_on"
            findings.add([row], column, "LIMIT_OVER", found.last_day.isoformat())
    return frame.with_columns(
        pl.Series("limit_1_on", firsts, dtype=pl.Date),
        pl.Series("limit_2_on", seconds, dtype=pl.Date),
    )
