"""Charts drawn on the server: bars inside their own table, lines above theirs. No script, no style."""

from typing import Any, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

from wuai.platform.ui import wording
from wuai.platform.ui.pieces import Chart

WIDTH: Final = 1000
HEIGHT: Final = 300
STEPS: Final = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)


class TooManySeries(ValueError):
    """A chart that nobody can read: bars carry one series, lines three."""


def laid_out(chart: Chart) -> dict[str, Any]:
    """Give the template bars or paths, and the rows of the table."""
    if len(chart.series) > (1 if chart.kind == "bars" else 3):
        raise TooManySeries(wording.plain(chart.title))
    top = _top(max((v for s in chart.series for v in s.values), default=0))
    rows = [
        (label, [series.values[i] for series in chart.series])
        for i, label in enumerate(chart.labels)
    ]
    if chart.kind == "bars":
        return {"bars": [(label, values[0], _bar(values[0], top)) for label, values in rows],
                "head": chart.series[0].label}  # fmt: skip
    paths = [(n, s.label, _path(s.values, top)) for n, s in enumerate(chart.series, 1)]
    return {"paths": paths, "rows": rows, "top": top, "width": WIDTH, "height": HEIGHT,
            "grid": [HEIGHT * i // 4 for i in range(4)],
            "first": chart.labels[0] if chart.labels else "",
            "last": chart.labels[-1] if chart.labels else ""}  # fmt: skip


def _top(highest: int) -> int:
    """The round number at which the axis ends: never below the highest value."""
    if highest <= 0:
        return 1
    unit = 10 ** (len(str(highest)) - 1)
    return next(int(unit * step) for step in STEPS if unit * step >= highest)


def _bar(value: int, top: int) -> SafeString:
    share = max(0, value) * 100 / top
    return format_html(
        '<svg class="chart__bar" aria-hidden="true" focusable="false">'
        '<rect width="{}%" height="100%" rx="2"/></svg>',
        f"{share:.2f}",
    )


def _path(values: Any, top: int) -> str:
    last = max(len(values) - 1, 1)
    return " ".join(
        f"{'M' if i == 0 else 'L'}{i * WIDTH / last:.1f} {HEIGHT - max(0, v) * HEIGHT / top:.1f}"
        for i, v in enumerate(values)
    )
