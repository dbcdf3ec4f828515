"""Texts, days and amounts as they stand on a page, in the language of the page."""

import re
import zlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

from wuai.kernel import roc_dates
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.taipei import TAIPEI

CHINESE = "zh-Hant"


def page_language() -> str:
    """The language of this page as it stands in ``lang``: ``zh-Hant`` or ``en``."""
    return "en" if (get_language() or "").startswith("en") else CHINESE


_SIGNS = {"：": ": ", "，": ", ", "、": ", ", "；": "; ", "。": ". ", "（": " (", "）": ")"}


def sign(mark: str) -> str:
    """A sign between two words, in the language of the page: ``：`` in Chinese, a colon in English."""
    return _SIGNS[mark] if page_language() == "en" else mark


def beside(text: str, more: str) -> str:
    """A text and, in brackets of the page's language, what belongs to it."""
    return f"{text}{sign('（')}{more}{sign('）')}"


def as_bilingual(value: Any) -> Bilingual | None:
    """Read a pair of languages from a Bilingual, a mapping or an object with zh and en."""
    if isinstance(value, Bilingual):
        return value
    if isinstance(value, Mapping) and "zh" in value:
        return Bilingual(str(value["zh"]), str(value.get("en") or ""))
    if hasattr(value, "zh"):
        return Bilingual(str(value.zh), str(getattr(value, "en", "") or ""))
    return None


def plain(value: Any) -> str:
    """The words alone, for attributes and titles."""
    pair = as_bilingual(value)
    return str(value) if pair is None else pair.pick(page_language())[0]


# Chinese, a stroke, and the same in English: so are notes written that one line keeps for everybody.
_BOTH = re.compile(r"(.*[^\x00-\x7f].*)/ ([A-Z].*)", re.DOTALL)


def apart(text: str) -> Bilingual | str:
    """A note that the system wrote in both languages as a pair; any other stays as it is.

    Only for what the system wrote: a person's "證件 / Passport" is one thing to send, not a translation.
    """
    found = _BOTH.fullmatch(text)
    return Bilingual(found[1].rstrip(), found[2]) if found and found[2].isascii() else text


MINISTRY = ("法務部行政執行署", ", Administrative Enforcement Agency")


def short(value: Any) -> Any:
    """The name of a branch without the house above it; any other name as it is."""
    pair = as_bilingual(value)
    if pair is None:
        return value
    above, beside = MINISTRY
    return Bilingual(pair.zh.removeprefix(above) or pair.zh, (pair.en or "").split(beside)[0])


def marked(value: Any) -> Any:
    """The words, inside an element with ``lang`` when they are not in the page's language."""
    pair = as_bilingual(value)
    if pair is None:
        return value
    text, real = pair.pick(page_language())
    if real == page_language():
        return text
    return format_html('<span lang="{}">{}</span>', real, text)


def typed_day(day: date | datetime) -> str:
    """For fields, as people type it: 115-11-21 (in English 2026-11-21)."""
    on = _as_day(day)
    return on.isoformat() if page_language() == "en" else roc_dates.dense(on)


def dense_day(day: date | datetime) -> SafeString:
    """For tables: 115-11-21 (in English 2026-11-21), the other calendar on hover and when read aloud."""
    on, shown = _as_day(day), typed_day(day)
    other = f"ROC {roc_dates.dense(on)}" if page_language() == "en" else on.isoformat()
    return format_html(
        '<time datetime="{}" title="{}">{}<span class="visually-hidden">{}{}{}</span></time>',
        on.isoformat(), other, shown, sign("（"), other, sign("）"),
    )  # fmt: skip


def full_day(day: date | datetime) -> SafeString:
    """For citizens: the date, then the same day in the other calendar with its weekday, smaller."""
    on = _as_day(day)
    if page_language() == "en":
        first, rest = roc_dates.long_en(on), f"{on.isoformat()}, ROC {roc_dates.dense(on)}"
    else:
        whole = roc_dates.long_zh(on)
        first, _, rest = whole.partition("（")
        rest = rest.removesuffix("）")
    opening, closing = pgettext("括號", "（"), pgettext("括號", "）")
    return format_html(
        '<time datetime="{}"><span>{}</span><small>{}{}{}</small></time>',
        on.isoformat(), first, opening, rest, closing,
    )  # fmt: skip


def moment(at: datetime) -> SafeString:
    """A moment on Taipei's clock: 115-11-21 14:05."""
    local = at.astimezone(TAIPEI) if at.tzinfo else at
    return format_html(
        '{} <span class="nowrap">{}</span>', dense_day(local), local.strftime("%H:%M")
    )


def _as_day(day: date | datetime) -> date:
    if isinstance(day, datetime):
        return (day.astimezone(TAIPEI) if day.tzinfo else day).date()
    return day


def size(octets: int) -> str:
    """A file's size in the unit a person would say."""
    for limit, unit in ((1024, "B"), (1024**2, "KB"), (1024**3, "MB")):
        if octets < limit:
            number = octets * 1024 / limit
            return f"{number:.0f} {unit}" if number >= 10 or unit == "B" else f"{number:.1f} {unit}"
    return f"{octets / 1024**3:.1f} GB"


def anchor(kind: str, words: Any) -> str:
    """An id that is the same for the same words in every process."""
    return f"{kind}-{zlib.crc32(plain(words).encode()):x}"
