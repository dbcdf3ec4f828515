"""Reads the file of ``wuai explain distribution``: a pool, its costs, the claims on it.

::

    {"pool": 1000000,
     "costs": [{"name": "鑑價", "amount": 8000}],
     "claims": [{"case_no": "115年度房稅執字第00000001號", "creditor": "…", "kind": "TAX",
                 "amount": 300000}]}

``costs`` may be one number; a claim may name its ``rank`` instead of its ``kind``, and a mortgage
its ``order`` of registration. Without a kind a claim is an ordinary one.
"""

import json
from datetime import date
from typing import Any

from wuai.kernel.refusal import Refusal
from wuai.legal.distribution import Claim, Table, distribute, kind_of_rank

_NUMBER_KEYS = ("case_no", "no", "id")
_NAME_KEYS = ("creditor", "name")


class DistributionFileWrong(Refusal):
    code = "DISTRIBUTION_FILE_WRONG"
    zh = "分配檔不合格式：{why_zh}"
    en = "The distribution file does not fit: {why_en}"
    next_zh = "格式為 pool、costs 與 claims，金額為整數"
    next_en = "Give pool, costs and claims, with amounts in whole dollars"
    status = 422


def table(content: bytes, on: date) -> Table:
    """Compute the table of a file."""
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (
        ValueError,
        RecursionError,
    ) as error:  # not UTF-8, not JSON, or a number of 5,000 digits
        raise DistributionFileWrong(
            why_zh="不是 UTF-8 的 JSON", why_en="it is not UTF-8 JSON"
        ) from error
    if not isinstance(document, dict):
        raise DistributionFileWrong(why_zh="須為物件", why_en="it must be an object")
    claims = [_claim(i, row, on) for i, row in enumerate(_rows(document, "claims"), start=1)]
    return distribute(_dollars(document, "pool"), [*_costs(document), *claims], on)


def _costs(document: dict[str, Any]) -> list[Claim]:
    if isinstance(document.get("costs", 0), int):
        amount = _dollars(document, "costs", 0)
        return [Claim("費用 / costs", "", "COST", amount)] if amount else []
    return [
        Claim(
            _text(row, _NUMBER_KEYS, f"費用 {i}"),
            _text(row, _NAME_KEYS, ""),
            "COST",
            _dollars(row, "amount"),
        )
        for i, row in enumerate(_rows(document, "costs"), start=1)
    ]


def _claim(place: int, row: dict[str, Any], on: date) -> Claim:
    kind = row.get("kind") or (kind_of_rank(row["rank"], on) if "rank" in row else "ORDINARY")
    if not isinstance(kind, str):
        raise DistributionFileWrong(
            why_zh=f"第 {place} 筆的次序", why_en=f"the rank of claim {place}"
        )
    return Claim(
        no=_text(row, _NUMBER_KEYS, str(place)),
        creditor=_text(row, _NAME_KEYS, ""),
        kind=kind,
        amount=_dollars(row, "amount"),
        order=_dollars(row, "order", 0),
    )


def _rows(document: dict[str, Any], key: str) -> list[dict[str, Any]]:
    rows = document.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DistributionFileWrong(why_zh=f"{key} 須為列表", why_en=f"{key} must be a list")
    return rows


def _dollars(row: dict[str, Any], key: str, default: int | None = None) -> int:
    value = row.get(key, default)
    # True is an int to Python and an error to a cashier.
    if not isinstance(value, int) or isinstance(value, bool):
        raise DistributionFileWrong(
            field=key, why_zh=f"{key} 須為整數", why_en=f"{key} must be a whole number"
        )
    return value


def _text(row: dict[str, Any], keys: tuple[str, ...], default: str) -> str:
    return next((str(row[key]) for key in keys if row.get(key) not in (None, "")), default)
