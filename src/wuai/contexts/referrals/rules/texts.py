"""The texts of a chunk: folded into one form, and judged before anything is read out of them."""

import polars as pl

from wuai.contexts.referrals.rules.columns import COLUMNS, DATE, MONEY, NAME, SAMPLE, TEXT
from wuai.contexts.referrals.rules.findings import Findings, rows_where

_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u{80}-\u{9f}\u{fffe}\u{ffff}]"
_CONTROL_OR_BREAK = r"[\x00-\x1f\x7f\u{80}-\u{9f}\u{2028}\u{2029}\u{fffe}\u{ffff}]"
_ONE_LINE = {"agency_ref", "name", "representative", "certificate_no", "period", "email"}
# In free words a lone stroke says that there is nothing to say.
_FORMULA_IN_WORDS = r"(?s)^[=＝+@-]\S"
# What a spreadsheet puts around a text so that it stays one; a quote within it stands twice.
_KEPT_AS_TEXT = r'(?s)^="((?:[^"]|"")*)"$'
_BIDI = r"[\u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}]"
# Two numbers that look the same would be two cases; a name may need its joiners.
_UNSEEN = r"[\u{ad}\u{200b}-\u{200d}\u{2060}-\u{2064}\u{feff}]"
_NUMBERS, _NAMES = {"agency_ref", "certificate_no"}, {"name", "representative"}
_WORDS = {"title", "measures", "remark"}
_PRIVATE = r"[\u{e000}-\u{f8ff}\u{f0000}-\u{ffffd}\u{100000}-\u{10fffd}]"
_EXCEL_NUMBER = r"^[0-9](\.[0-9]+)?E\+[0-9]+$"
_WIDE = {chr(0xFF10 + d): str(d) for d in range(10)} | {"\u3000": " "}


def folded(frame: pl.DataFrame) -> pl.DataFrame:
    """Spaces at the ends go; full-width digits and spaces become narrow, but a name stays as it is."""
    done = []
    for column in COLUMNS:
        text = _unwrapped(pl.col(column.name).str.strip_chars())
        if column.form != NAME and _has_wide(frame, column.name):
            text = text.str.replace_many(list(_WIDE), list(_WIDE.values()))
        if column.form in (DATE, MONEY):
            text = text.str.normalize("NFKC")
        text = text.str.strip_chars()
        if column.name in {"id_number", "representative_id"}:
            text = text.str.normalize("NFKC").str.replace_all(r"[\s\u{200b}]", "")
            text = text.str.to_uppercase()
        done.append(text.alias(column.name))
    return frame.select(done)


def _unwrapped(text: pl.Expr) -> pl.Expr:
    inner = text.str.extract(_KEPT_AS_TEXT).str.replace_all('""', '"', literal=True)
    return pl.coalesce(inner, text)


def _has_wide(frame: pl.DataFrame, name: str) -> bool:
    return bool(frame[name].str.contains("[\uff10-\uff19\u3000]").any())


def check_texts(frame: pl.DataFrame, findings: Findings) -> None:
    """Whether what must be there is there, short enough, and fit to be read and printed."""
    for column in COLUMNS:
        text, name = pl.col(column.name), column.name
        if column.required:
            findings.add(rows_where(frame, text == ""), name, "REQUIRED")
        if column.form in (TEXT, NAME):
            long = rows_where(frame, text.str.len_chars() > column.longest)
            findings.add(long, name, "TOO_LONG", str(column.longest))
        _strange(frame, name, findings)
    for pattern, code in ((_EXCEL_NUMBER, "EXCEL_NUMBER"), (f"^{SAMPLE}", "SAMPLE_ROW")):
        rows = rows_where(frame, pl.col("agency_ref").str.contains(pattern))
        findings.add(rows, "agency_ref", code)


def _strange(frame: pl.DataFrame, name: str, findings: Findings) -> None:
    control = _CONTROL_OR_BREAK if name in _ONE_LINE else _CONTROL
    patterns = [(control, "CONTROL_CHARACTER"), (_BIDI, "BIDI_CHARACTER")]
    if name in _NUMBERS:
        patterns.append((_UNSEEN, "HIDDEN_CHARACTER"))
    for pattern, code in patterns:
        for row in rows_where(frame, pl.col(name).str.contains(pattern)):
            found = frame.select(pl.col(name).str.extract(f"({pattern})")).to_series()[row]
            findings.add([row], name, code, f"U+{ord(found):04X}")
    findings.warn(rows_where(frame, pl.col(name).str.contains(_PRIVATE)), name, "PRIVATE_USE")
    _formulas(frame, name, findings)


def _formulas(frame: pl.DataFrame, name: str, findings: Findings) -> None:
    """Nobody is called ``=…`` or lives there; other words that begin so are pointed out."""
    text = pl.col(name)
    if name in _NAMES | {"address"}:
        findings.add(rows_where(frame, text.str.contains("^[=＝]")), name, "FORMULA")
        findings.warn(rows_where(frame, text.str.contains("^[+@-]")), name, "FORMULA_LIKE")
    if name in _WORDS:
        findings.warn(rows_where(frame, text.str.contains(_FORMULA_IN_WORDS)), name, "FORMULA_LIKE")
