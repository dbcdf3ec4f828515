"""A table laid out: cells in order, and the totals of the columns that have one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from wuai.kernel.money import format_nt
from wuai.platform.ui import icons, wording
from wuai.platform.ui.pieces import Column, Status, Table, value_of


def laid_out(table: Table) -> dict[str, Any]:
    """Give the template rows of (column, printed cell) and a row of totals, if any."""
    rows = [
        {
            "url": value_of(row, table.url_key) or "",
            "cells": [
                (column, cell(column, value_of(row, column.key))) for column in table.columns
            ],
        }
        for row in table.rows
    ]
    return {
        "rows": rows,
        "totals": _totals(table.columns, table.rows),
        "id": wording.anchor("table", table.caption),
    }


def cell(column: Column, value: Any) -> Any:
    """Print one value as its column says."""
    if value is None or value == "":
        return ""
    if isinstance(value, Status):
        drawn = icons.draw(icons.TONE_ICONS.get(value.tone, "ring"))
        return format_html(
            '<span class="status" data-tone="{}">{}{}</span>',
            value.tone, drawn, wording.marked(value.label),
        )  # fmt: skip
    if column.kind == "amount":
        return format_nt(value)
    if column.kind == "number":
        return f"{value:,}"
    if isinstance(value, datetime):
        return wording.moment(value)
    if isinstance(value, date):
        return wording.dense_day(value)
    return mark_safe(value) if column.kind == "html" else wording.marked(value)  # noqa: S308


def _totals(columns: Sequence[Column], rows: Sequence[Any]) -> list[tuple[Column, str]]:
    if not any(column.total for column in columns) or not rows:
        return []
    return [
        (column, str(cell(column, sum(value_of(row, column.key) or 0 for row in rows))))
        if column.total
        else (column, "")
        for column in columns
    ]
