"""A statement as a PDF and as a CSV that a spreadsheet opens without running anything."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from wuai.contexts.payments.gateways.statement_paper import client
from wuai.contexts.payments.models import AgencyStatement
from wuai.contexts.payments.queries.out.statements import StatementLine
from wuai.contexts.payments.web.words_out import MOVEMENTS
from wuai.kernel import roc_dates
from wuai.platform.spreadsheets import disarmed

COLUMNS = (
    "日期", "種類", "執行案號", "移送案號", "收款或付款編號", "通路", "繳款日", "金額", "餘額",
)  # fmt: skip
_SUMS = (
    ("期初應解繳餘額", "Owed at the beginning", "opening", 1),
    ("本期收款", "Collected", "received", 1),
    ("本期沖回", "Taken back", "taken_back", -1),
    ("本期解繳", "Remitted", "remitted", -1),
    ("本期退匯", "Came back", "returned", 1),
    ("期末應解繳餘額", "Owed at the end", "closing", 1),
)
_KINDS_EN = {"DAY": "Daily statement", "MONTH": "Monthly statement"}


def sums(held: AgencyStatement) -> list[tuple[str, str, int]]:
    """Opening, movements and closing with their signs, in both languages."""
    return [(zh, en, sign * getattr(held, name)) for zh, en, name, sign in _SUMS]


def as_csv(held: AgencyStatement, lines: Sequence[StatementLine]) -> bytes:
    """Opening line, every movement, closing line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerow([held.since.isoformat(), "期初", *[""] * 5, "", held.opening])
    with override("zh-hant"):
        for line in lines:
            texts = [line.case_number, line.agency_ref, line.source, line.channel_zh]
            writer.writerow(
                [timezone.localtime(line.at).date().isoformat(), str(MOVEMENTS[line.kind]),
                 *map(disarmed, texts), line.paid_on or "", line.amount, line.balance]
            )  # fmt: skip
    writer.writerow([held.until.isoformat(), "期末", *[""] * 5, "", held.closing])
    return ("\ufeff" + out.getvalue()).encode()


def as_pdf(held: AgencyStatement, lines: Sequence[StatementLine]) -> bytes:
    """The statement on paper: Chinese with courtesy English, tagged for screen readers."""
    return client.typeset(words(held, lines))


def words(held: AgencyStatement, lines: Sequence[StatementLine]) -> dict[str, Any]:
    """The texts of the paper, by the names that its template asks for."""
    day = held.kind == "DAY"
    period = roc_dates.long_zh(held.since) + ("" if day else f" 至 {roc_dates.long_zh(held.until)}")
    with override("zh-hant"):
        rows = [_row(line) for line in lines]
    return {
        "title": f"對帳單 {held.agency.name_zh} {held.since}",
        "heading": "移送機關日對帳單" if day else "移送機關月對帳單",
        "heading_en": _KINDS_EN[held.kind],
        "branch_zh": held.branch.name_zh, "branch_en": held.branch.name_en,
        "agency_zh": held.agency.name_zh, "agency_en": held.agency.name_en,
        "period": period,
        "period_en": f"{held.since}" + ("" if day else f" to {held.until}"),
        "summary": "本期摘要", "details": "逐筆明細", "lines": rows,
        "sums": [{"zh": zh, "en": en, "amount": f"{n:,}"} for zh, en, n in sums(held)],
        "note": "期初加減本期各項即為期末；每筆收款均可憑執行案號與收款編號查對。",
        "note_en": "Opening and movements add up to the closing; each line can be traced by its case.",
    }  # fmt: skip


def _row(line: StatementLine) -> dict[str, str]:
    return {
        "day": roc_dates.dense(timezone.localtime(line.at).date()),
        "kind": str(MOVEMENTS[line.kind]), "number": line.case_number or line.source,
        "agency_ref": line.agency_ref, "amount": f"{line.amount:,}", "balance": f"{line.balance:,}",
    }  # fmt: skip
