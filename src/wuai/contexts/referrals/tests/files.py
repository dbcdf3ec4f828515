"""Referral files for the tests: a good row to be changed one field at a time."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

from wuai.contexts.referrals.rules.columns import COLUMNS

ON = date(2026, 11, 21)
TITLES = [column.zh for column in COLUMNS]
GOOD = {
    "移送案號": "A0001", "案件類別": "NHI", "義務人類別": "自然人", "義務人姓名": "陳大文",
    "統一編號": "A123456789", "出生日期": "680101", "地址": "新竹市東區示範路 1 號",
    "郵遞區號": "300", "應納金額": "1,200", "滯納金": "120", "所屬年度期別": "11401",
    "繳納期間屆滿日": "1140331", "執行名義": "保險費繳款單", "送達日": "114/02/01",
}  # fmt: skip


def row(**change: str) -> dict[str, str]:
    """A good row with some fields changed."""
    return GOOD | change


def rows(count: int, **change: str) -> list[dict[str, str]]:
    """Good rows that differ in their number."""
    return [row(移送案號=f"A{number:04d}", **change) for number in range(1, count + 1)]


def text(*content: dict[str, str], titles: list[str] = TITLES) -> str:
    """The file as text."""
    out = io.StringIO()
    writer = csv.DictWriter(out, titles, lineterminator="\r\n", restval="")
    writer.writeheader()
    writer.writerows(content)
    return out.getvalue()


def write(path: Path, *content: dict[str, str], encoding: str = "utf-8") -> Path:
    """The file on disk."""
    path.write_bytes(text(*content).encode(encoding))
    return path


def results_of(path: Any) -> list[dict[str, str]]:
    """A row result file as rows."""
    with open(path, encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))
