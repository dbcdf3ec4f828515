"""Tags that wrap what a template writes between them."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from wuai.platform.ui import icons, wording


def panel(
    content: str, title: Any, id: str = "", level: int = 2, link: Any = "", url: str = ""
) -> SafeString:
    """Frame one subject under its heading, with one link at the right if there is one."""
    name = id or wording.anchor("panel", title)
    aside = format_html('<a href="{}">{}</a>', url, wording.marked(link)) if url else ""
    return format_html(
        '<section class="panel" id="{0}" aria-labelledby="{0}-title"><div class="panel__head">'
        '<h{1} id="{0}-title">{2}</h{1}>{3}</div>{4}</section>',
        name, level, wording.marked(title), aside, mark_safe(content),  # noqa: S308 - rendered nodes
    )  # fmt: skip


def notice(content: str, tone: str = "info", title: Any = "", level: int = 2) -> SafeString:
    """Say something important on the page itself; tone is info, good, press or bad."""
    heading = format_html("<h{0}>{1}</h{0}>", level, wording.marked(title)) if title else ""
    return format_html(
        '<div class="notice" data-tone="{}"{}>{}<div class="notice__body">{}{}</div></div>',
        tone, mark_safe(' role="alert"') if tone == "bad" else "",
        icons.draw(icons.TONE_ICONS.get(tone, "info")), heading,
        mark_safe(content),  # noqa: S308 - rendered nodes
    )  # fmt: skip


def dialog(content: str, id: str, title: Any) -> SafeString:
    """Hold a confirmation; open it with ``{% opens "id" "label" %}``."""
    return format_html(
        '<dialog class="dialog" id="{0}" aria-labelledby="{0}-title"><h2 id="{0}-title">{1}</h2>'
        "{2}</dialog>",
        id, wording.marked(title), mark_safe(content),  # noqa: S308 - rendered nodes
    )  # fmt: skip


def opens(dialog_id: str, label: Any, kind: str = "second") -> SafeString:
    """Make the button that opens a dialog: by the browser itself, by script in older ones."""
    return format_html(
        '<button type="button" class="button button--{}" command="show-modal" commandfor="{}"'
        ' aria-haspopup="dialog" data-opens>{}</button>',
        kind, dialog_id, wording.marked(label),
    )  # fmt: skip


def closes(dialog_id: str, label: Any) -> SafeString:
    """Make the button that closes a dialog and changes nothing."""
    return format_html(
        '<button type="button" class="button button--second" command="close" commandfor="{}"'
        " data-closes>{}</button>",
        dialog_id, wording.marked(label),
    )  # fmt: skip


def add_to(register: template.Library) -> None:
    """Register the tags of this file."""
    register.simple_block_tag(panel)
    register.simple_block_tag(notice)
    register.simple_block_tag(dialog)
    register.simple_tag(opens)
    register.simple_tag(closes)
