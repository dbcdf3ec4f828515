"""From a letter to what the template reads: barcodes and QR codes become drawings."""

import json
from collections.abc import Iterator
from typing import Any

import segno
from barcode.codex import Code39

# Around Code 39 and QR nothing may be printed: 10 and 4 modules (ISO/IEC 16388, 18004).
BAR_QUIET, QR_QUIET = 10, 4
MODULE_MM = 0.29


def strings(value: Any) -> Iterator[str]:
    """Every text inside a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def code39(text: str) -> str:
    """Draw a Code 39 bar without a check character of its own, one unit a module."""
    modules: str = Code39(text, add_checksum=False).build()[0]
    path, at = [], BAR_QUIET
    for run in _runs(modules):
        if run[0] == "1":
            path.append(f"M{at} 0h{len(run)}v40h-{len(run)}z")
        at += len(run)
    return _svg(at + BAR_QUIET, 40, "".join(path))


def bar_width(text: str) -> float:
    """Millimetres of a bar with its quiet zones: every module is equally wide on all segments."""
    return round((16 * (len(text) + 2) - 1 + 2 * BAR_QUIET) * MODULE_MM, 2)


def qr(text: str) -> str:
    """Draw a QR code of medium redundancy."""
    # A fixed mask: weighing all eight costs five times as much, and a random link has no pattern
    # that one of them would have to break up (every code is read back in the tests).
    code = segno.make_qr(text, error="m", mask=2)
    path = []
    for y, row in enumerate(code.matrix):
        at = QR_QUIET
        for run in _runs("".join("1" if dark else "0" for dark in row)):
            if run[0] == "1":
                path.append(f"M{at} {y + QR_QUIET}h{len(run)}v1h-{len(run)}z")
            at += len(run)
    size = len(code.matrix) + 2 * QR_QUIET
    return _svg(size, size, "".join(path))


def _runs(modules: str) -> list[str]:
    return modules.replace("01", "0 1").replace("10", "1 0").split(" ")


def _svg(width: int, height: int, path: str) -> str:
    # Stretched to the size that the template gives; bars may be higher than wide.
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" preserveAspectRatio="none" shape-rendering="crispEdges">'
        f'<rect width="{width}" height="{height}" fill="white"/><path d="{path}"/></svg>'
    )


def drawn(letter: dict[str, Any]) -> dict[str, Any]:
    """The letter with its codes drawn, each with words for those who cannot see it."""
    cases = []
    for case in letter["cases"]:
        slip = case["slip"]
        if slip:
            slip = slip | {
                "store": _bars(slip["store"], "超商"),
                # Letters of before the giro slip have none.
                "giro": _bars(slip.get("giro", []), "郵政劃撥"),
                "qr": {"svg": qr(slip["url"]), "alt": f"繳款頁 QR 碼：{slip['url']}"},
            }
        cases.append(case | {"slip": slip})
    return letter | {"cases": cases}


def _bars(segments: list[str], what: str) -> list[dict[str, Any]]:
    return [
        {"text": s, "svg": code39(s), "mm": bar_width(s), "alt": f"{what}條碼第 {i} 段：{s}"}
        for i, s in enumerate(segments, start=1)
    ]


def source(letters: list[dict[str, Any]], batch_title: str) -> str:
    """The JSON document that one compile reads."""
    drawings = [drawn(letter) for letter in letters]
    if drawings:
        drawings[0] = drawings[0] | {"batch_title": batch_title}
    return json.dumps(drawings, ensure_ascii=False)
