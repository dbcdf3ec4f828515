"""The library ``ui``: ``{% load ui %}`` brings the filters and the small words of a page."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wuai.kernel.identity_numbers import mask, mask_name
from wuai.kernel.money import format_nt
from wuai.platform.ui import icons, wording
from wuai.platform.ui.said import Said, said_for
from wuai.platform.ui.templatetags import _blocks, _forms, _pieces

register = template.Library()
_blocks.add_to(register)
_forms.add_to(register)
_pieces.add_to(register)


@register.filter
def nt(dollars: int | None) -> SafeString:
    """Print an amount: NT$ 12,345."""
    if dollars is None:
        return SafeString("")
    return format_html('<data class="nowrap" value="{}">{}</data>', dollars, format_nt(dollars))


@register.filter
def thousands(number: int | None) -> str:
    """Print a number with separators."""
    return "" if number is None else f"{number:,}"


@register.filter
def roc(day: Any) -> SafeString:
    """Print a day densely."""
    return wording.dense_day(day) if day else SafeString("")


@register.filter
def typed(day: Any) -> str:
    """Print a day in a field, as people type it."""
    return wording.typed_day(day) if day else ""


@register.filter
def day(value: Any) -> SafeString:
    """Print a day for citizens, in both calendars."""
    return wording.full_day(value) if value else SafeString("")


@register.filter
def moment(value: Any) -> SafeString:
    """Print a moment on Taipei's clock."""
    return wording.moment(value) if value else SafeString("")


@register.filter
def bilingual(value: Any) -> Any:
    """Print a text and mark its language when it is not the page's."""
    return wording.marked(value)


@register.filter
def one_language(value: str) -> Any:
    """Print a note that stands in both languages in the page's own."""
    return wording.marked(wording.apart(value))


@register.filter
def short(value: Any) -> Any:
    """Print the name of a branch alone, where the house above it is said already."""
    return wording.short(value)


@register.filter
def plain(value: Any) -> str:
    """Print the words alone, for attributes."""
    return wording.plain(value)


@register.filter
def mask_id(number: str | None) -> str:
    """Hide what need not be seen of an identity number."""
    return mask(number) if number else ""


@register.filter(name="mask_name")
def mask_name_filter(name: str | None) -> str:
    """Hide what need not be seen of a name."""
    return mask_name(name) if name else ""


@register.filter
def filesize(octets: int | None) -> str:
    """Print a size as people say it."""
    return "" if octets is None else wording.size(octets)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon."""
    return icons.draw(name, str(label))


@register.simple_tag
def tone_icon(tone: str) -> SafeString:
    """Draw the icon that belongs to a tone."""
    return icons.draw(icons.TONE_ICONS.get(tone, "ring"))


@register.simple_tag
def house_mark() -> SafeString:
    """Draw the mark of the house."""
    return icons.MARK


@register.simple_tag
def sign(mark: str) -> str:
    """Write a sign between two words in the language of the page: ``{% sign "：" %}``."""
    return wording.sign(mark)


@register.simple_tag
def page_language() -> str:
    """The value of ``lang`` on the root element."""
    return wording.page_language()


@register.simple_tag
def in_language(real: str) -> SafeString:
    """Mark the language of what an element holds, where the page is in another one."""
    return SafeString("") if real == wording.page_language() else format_html(' lang="{}"', real)


@register.simple_tag(takes_context=True)
def csp_nonce(context: template.Context) -> str:
    """The nonce of this answer; empty when there is no request (a page of last resort)."""
    request: HttpRequest | None = context.get("request")
    return str(getattr(request, "csp_nonce", "")) if request is not None else ""


@register.simple_tag(takes_context=True)
def language_url(context: template.Context, to: str) -> str:
    """The address that changes the language and comes back to this page."""
    request: HttpRequest | None = context.get("request")
    here = request.get_full_path() if request is not None and request.method == "GET" else "/"
    return f"{reverse('ui:language')}?{urlencode({'to': to, 'next': here})}"


@register.simple_tag
def error_words(status: int | str | None) -> Said:
    """What an error page says; no status means that we failed."""
    return said_for(int(status or 500))
