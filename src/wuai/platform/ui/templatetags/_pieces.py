"""Tags that print one piece each from frozen values (see ``pieces.py``)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.safestring import SafeString

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.ui import charts, flow, tables
from wuai.platform.ui.pieces import Chart, Component, Counted, Fact, Happening, Page, Status, Table


def status(label: Any, tone: str = "neutral") -> dict[str, Any]:
    """Print a state; takes a Status or its words."""
    if isinstance(label, Status):
        return {"label": label.label, "tone": label.tone}
    return {"label": label, "tone": tone}


def amount(
    dollars: int,
    label: Any,
    explained: Sequence[Component] = (),
    note: Any = "",
    tone: str = "neutral",
    open: bool = False,
) -> dict[str, Any]:
    """Print the one amount that matters, and why it is this much."""
    return {
        "dollars": dollars, "label": label, "explained": explained, "note": note, "tone": tone,
        "open": open, "sum": sum(line.amount for line in explained),
        "has_basis": any(line.basis for line in explained),
        "has_days": any(line.since or line.rate for line in explained),
    }  # fmt: skip


def deadline(
    due: date, label: Any, today: date | None = None, steps: Sequence[Counted] = (),
    basis: Any = "", until: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Print a day that counts, how many days are left, and how it was computed.

    ``until`` is NOON where the last day ends with its morning.
    """
    left = (due - today).days if today else None
    tone = "neutral"
    if left is not None:
        tone = "bad" if left < 0 else "press" if left <= 7 else "neutral"
    return {
        "due": due, "label": label, "left": left, "over": -(left or 0), "tone": tone,
        "steps": steps, "basis": basis, "noon": until == "NOON",
    }  # fmt: skip


def refusal(refused: Refusal, basis_url: str = "", level: int = 2) -> dict[str, Any]:
    """Show a refusal in its own words: what, why, what is possible instead."""
    return {
        "refused": refused,
        "text": Bilingual(refused.text("zh"), refused.text("en")),
        "next": Bilingual(refused.next_step("zh"), refused.next_step("en")),
        "basis_url": basis_url,
        "level": level,
    }


def table(data: Table) -> dict[str, Any]:
    """Print a table from its columns and rows."""
    return {"table": data, **tables.laid_out(data)}


def chart(data: Chart) -> dict[str, Any]:
    """Print a chart with the table it is drawn from."""
    return {"chart": data, **charts.laid_out(data)}


def flowchart(svg: str, title: Any, steps: Sequence[Any] = ()) -> dict[str, Any]:
    """Print a drawn procedure, and the same in words."""
    return {"svg": flow.for_page(svg, title), "title": title, "steps": steps}


def pager(page: Page) -> dict[str, Any]:
    """Print the way to the rows before and after."""
    return {"page": page}


def _plain(name: str) -> Any:
    def give(data: Any) -> dict[str, Any]:
        return {name: data}

    return give


def facts(rows: Sequence[Fact]) -> dict[str, Any]:
    """Print a summary list; days and moments as they are written, None as a dash."""

    def kind(value: Any) -> str:
        if isinstance(value, datetime):
            return "moment"
        return "day" if isinstance(value, date) else "text"

    return {"rows": [(row, "none" if row.value in (None, "") else kind(row.value)) for row in rows],
            "changeable": any(row.change_url for row in rows)}  # fmt: skip


def timeline(entries: Sequence[Happening]) -> dict[str, Any]:
    """Print what happened; links that say the same get a title that tells them apart."""
    said = Counter(str(entry.what) for entry in entries if entry.url)
    met: Counter[str] = Counter()
    rows = []
    for entry in entries:
        title = ""
        if entry.url and said[words := str(entry.what)] > 1:
            met[words] += 1
            title = f"{entry.at:%Y-%m-%d} ({met[words]}/{said[words]})" if entry.at else words
        rows.append((entry, title))
    return {"entries": rows}


def empty(
    title: Any, text: Any = "", url: str = "", action: Any = "", icon: str = "inbox"
) -> dict[str, Any]:
    """Say what would be here and how it comes."""
    return {"title": title, "text": text, "url": url, "action": action, "icon": icon}


def copyable(text: str) -> dict[str, SafeString | str]:
    """Print a number that people carry elsewhere, with a button that copies it."""
    return {"text": text}


def add_to(register: template.Library) -> None:
    """Register the tags of this file."""
    for function in (
        status, amount, deadline, refusal, table, chart, flowchart, pager, empty, timeline,
    ):  # fmt: skip
        register.inclusion_tag(f"ui/pieces/{function.__name__}.html")(function)
    register.inclusion_tag("ui/pieces/summary_list.html", name="summary_list")(facts)
    register.inclusion_tag("ui/pieces/copy.html", name="copy")(copyable)
    for name, key in (
        ("task_list", "tasks"), ("stepper", "steps"),
        ("breadcrumb", "trail"), ("file_list", "files"), ("confirmation", "receipt"),
        ("work_numbers", "numbers"), ("filters_applied", "chips"),
    ):  # fmt: skip
        register.inclusion_tag(f"ui/pieces/{name}.html", name=name)(_plain(key))
