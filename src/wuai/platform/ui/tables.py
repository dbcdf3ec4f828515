"""A table laid out: its rows printed, and the totals of the columns that have one."""

import html
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.money import format_nt
from wuai.platform.ui import icons, wording
from wuai.platform.ui.pieces import Column, Status, Table, value_of


def laid_out(table: Table) -> dict[str, Any]:
    """Give the template the printed rows and a row of totals, if any."""
    return {
        "body": _body(table),
        "totals": _totals(table.columns, table.rows),
        "id": wording.anchor("table", table.caption),
    }


def _body(table: Table) -> SafeString:
    # Written here and not in the template: fifty rows of seven cells there cost more than the
    # whole rest of a page.
    opened = [
        format_html(
            '<th role="rowheader" scope="row" data-kind="{}" data-label="{}">'
            if first
            else '<td role="cell" data-kind="{}" data-label="{}">',
            column.kind, wording.plain(column.label),
        )
        for first, column in zip([True] + [False] * len(table.columns), table.columns, strict=False)
    ]  # fmt: skip
    printed: dict[tuple[str, Any], str] = {}
    grid = [
        [_printed(printed, column, value_of(row, column.key)) for column in table.columns]
        for row in table.rows
    ]
    often = Counter(cells[0] for cells in grid if cells)
    rows = []
    for number, (row, cells) in enumerate(zip(table.rows, grid, strict=True), start=1):
        url = value_of(row, table.url_key)
        head = cells[0] if cells else ""
        title = _whole(cells, number) if table.titled or often[head] > 1 else ""
        head = (
            f'<a href="{conditional_escape(url)}"{title}>{head}</a>' if url
            else f"<span>{head}</span>"
        )  # fmt: skip
        rest = "".join(
            f"{begin}<span>{text}</span></td>" if text else f"{begin}</td>"
            for begin, text in zip(opened[1:], cells[1:], strict=True)
        )
        rows.append(f'<tr role="row">{opened[0]}{head}</th>{rest}</tr>')
    return SafeString("".join(rows))


def _whole(cells: list[str], number: int) -> SafeString:
    """A title that tells links apart which read alike: what the whole row says, and its place."""
    words = ", ".join(" ".join(strip_tags(cell).split()) for cell in cells if cell)
    return format_html(' title="{}. {}"', number, html.unescape(words))


def _printed(known: dict[tuple[str, Any], str], column: Column, value: Any) -> str:
    """A cell as it stands in the page; what a table repeats is drawn once."""
    if not isinstance(value, Status | Bilingual | date):
        return conditional_escape(localize(cell(column, value)))
    key = (column.kind, value)
    if key not in known:
        known[key] = conditional_escape(cell(column, value))
    return known[key]


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
    return mark_safe(value) if column.kind == "html" else wording.marked(value)  # noqa: S308 - html columns are made by format_html


def _totals(columns: Sequence[Column], rows: Sequence[Any]) -> list[tuple[Column, str]]:
    if not any(column.total for column in columns) or not rows:
        return []
    return [
        (column, str(cell(column, sum(value_of(row, column.key) or 0 for row in rows))))
        if column.total
        else (column, "")
        for column in columns
    ]
