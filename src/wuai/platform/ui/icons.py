"""Our own drawings on a 24 by 24 grid, two-unit strokes; printed inline, so no request and no style."""

from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

PATHS: Final = {
    "menu": "M4 7h16M4 12h16M4 17h16",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20",
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "cross": "M6 6l12 12M18 6 6 18",
    "alert": "M12 4 21 19.5H3zM12 10v4.5M12 17v.2",
    "info": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5.5M12 7.6v.2",
    "clock": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2.5",
    "ring": "M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14z",
    "half": "M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM12 5v14M15 6.4v11.2",
    "calendar": "M4.5 6h15v13.5h-15zM4.5 10.5h15M8.5 3.5V8M15.5 3.5V8",
    "coin": "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 9l3 3-3 3-3-3z",
    "file": "M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5",
    "upload": "M12 16V5M7.5 9 12 4.5 16.5 9M5 15v4.5h14V15",
    "download": "M12 4.5v11M7.5 11.5 12 16l4.5-4.5M5 15v4.5h14V15",
    "user": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20c.8-4 3.6-6 7.5-6s6.7 2 7.5 6",
    "home": "M4 11.5 12 4.500l8 7M6.5 10v9.500h11V10",
    "list": "M9 7h11M9 12h11M9 17h11M4.5 7h.2M4.5 12h.2M4.5 17h.2",
    "right": "M9.5 5.5 16 12l-6.5 6.5",
    "left": "M14.5 5.5 8 12l6.5 6.5",
    "down": "M5.5 9.5 12 16l6.5-6.5",
    "copy": "M9 9h10.500v10.500H9zM15 9V4.500H4.500V15H9",
    "print": "M7 9V4h10v5M7 16H4V9.500h16V16h-3M7 13.500h10V20H7z",
    "lock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "key": "M8 11a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM11 12.5 19.500 4M16 7.500l2.5 2.5",
    "phone": "M6 4h3.500l1.5 4.5-2 1.500a11 11 0 0 0 5 5l1.5-2L20 14.500V18c0 1.2-.8 2-2 2A14 14 0 0 1 4 6c0-1.2.8-2 2-2z",
    "mail": "M3.5 6h17v12.500h-17zM4 7l8 6.500L20 7",
    "inbox": "M4 13.5 6.5 5h11l2.5 8.500v6H4zM4 13.500h5a3 3 0 0 0 6 0h5",
    "filter": "M4 6h16M7 12h10M10 18h4",
    "undo": "M8.5 5 4.5 9l4 4M5 9h9a5 5 0 0 1 0 10H9",
    "edit": "M5 19l1-4L16 5l3 3L9 18zM13.5 7.500l3 3",
    "eye": "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.500a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
    "globe": "M12 3.500a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM3.5 12h17M12 3.500c5 5 5 12 0 17M12 3.500c-5 5-5 12 0 17",
    "seal": "M5 5h14v14H5zM9 9h6v6H9zM12 5v4M12 15v4",
    "store": "M4 9.5 5.5 4.500h13L20 9.500a2.7 2.7 0 0 1-5.3 0 2.7 2.7 0 0 1-5.4 0A2.7 2.7 0 0 1 4 9.500zM5.5 12.500v7h13v-7M10 19.500V15h4v4.5",
    "bank": "M4 9.5 12 4l8 5.500zM6 10v7M10 10v7M14 10v7M18 10v7M4 19.500h16",
    "people": "M9 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM3.5 19c.5-3.5 2.5-5 5.5-5s5 1.5 5.5 5M15.5 5.500a3 3 0 0 1 0 5.500M17 14.200c2 .6 3.2 2.2 3.5 4.8",
    "scale": "M12 4v15.500M7.5 19.500h9M5 7h14M5 7l-2.5 6.500h5zM19 7l-2.5 6.500h5z",
    "chart": "M4.5 4.500v15h15M9 16v-5M13 16V8M17 16v-3",
    "gear": "M12 8.500a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM12 3.500v3M12 17.500v3M3.5 12h3M17.5 12h3M6 6l2.1 2.100M15.9 15.9 18 18M18 6l-2.1 2.100M8.1 15.9 6 18",
    "out": "M10 4.500H5v15h5M9.5 12H20M16 8l4 4-4 4",
}  # fmt: skip

TONE_ICONS: Final = {
    "neutral": "ring",
    "waiting": "clock",
    "going": "half",
    "info": "info",
    "press": "clock",
    "good": "check",
    "bad": "alert",
}


class UnknownIcon(KeyError):
    """A template asks for a drawing that does not exist."""


def draw(name: str, label: str = "") -> SafeString:
    """Print an icon; without ``label`` it is decoration, silent to screen readers."""
    if name not in PATHS:
        raise UnknownIcon(name)
    shape = format_html('<path d="{}"/>', PATHS[name])
    if label:
        return format_html(
            '<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>',
            label, shape,
        )  # fmt: skip
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', shape
    )


# A way that passes through a gate: 無礙, nothing in the way.
MARK: Final = mark_safe(
    '<svg class="brand__mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false" fill="none"'
    ' stroke="currentColor" stroke-width="3.5" stroke-linecap="round" stroke-linejoin="round">'
    '<path d="M7 41V17C7 9 15 5 24 5s17 4 17 12v24"/><path d="M24 41V19"/>'
    '<path d="M17 26l7-7 7 7"/></svg>'
)
