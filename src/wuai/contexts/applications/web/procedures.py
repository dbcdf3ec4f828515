"""How a kind of application is handled, drawn from the table that runs; and its form on paper."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from wuai.contexts.applications.declarations import declaration
from wuai.contexts.applications.gateways.opendocument.client import form_text
from wuai.contexts.applications.gateways.typesetter.client import typeset
from wuai.contexts.applications.queries.papers import paper_form, texts_of
from wuai.contexts.applications.rules.declaration import Declaration
from wuai.contexts.applications.rules.drawing import draw, in_words
from wuai.kernel.bilingual import Bilingual
from wuai.legal import deadlines
from wuai.platform.access import public
from wuai.platform.exports import download

ODT_TYPE = "application/vnd.oasis.opendocument.text"
_UNITS = {
    "day": ("日", "day", "days"), "month": ("個月", "month", "months"),
    "year": ("年", "year", "years"), "hour": ("小時", "hour", "hours"),
    "working": ("個上班日", "working day", "working days"),
}  # fmt: skip
FILES = {
    "form.pdf": ("application/pdf", False), "form.odt": (ODT_TYPE, False),
    "sample.pdf": ("application/pdf", True), "sample.odt": (ODT_TYPE, True),
}  # fmt: skip


@public
def procedure(request: HttpRequest, kind: str) -> HttpResponse:
    """The steps, who does them, and within what time."""
    shown, lang = declaration(kind), get_language() or "zh-hant"
    here = {
        "declared": shown, "svg": draw(shown, lang), "steps": in_words(shown),
        "limit": limit_of(shown, timezone.localdate()),
    }  # fmt: skip
    return render(request, "applications/procedure.html", here)


@dataclass(frozen=True, slots=True)
class Limit:
    """Within what time something is answered, from when, and who says so."""

    text: Bilingual
    event: Bilingual
    source: Bilingual
    confirmed: bool


def limit_of(shown: Declaration, on: date) -> Limit:
    """The time limit of a kind of application on a day."""
    rule = deadlines.rule(shown.rule)
    held, unit = rule.on(on), "working" if rule.counting == "working" else rule.unit
    zh, one, many = _UNITS[unit]
    text = Bilingual(f"{held.value} {zh}", f"{held.value} {one if held.value == 1 else many}")
    return Limit(text, rule.event, held.source, held.confirmed)


@public
def paper_file(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """The form to print or to type in, empty or filled in as a sample."""
    if name not in FILES:
        raise Http404
    lang = "en" if (get_language() or "").startswith("en") else "zh"
    content = _made(declaration(kind).code, name, lang)
    return download(content, FILES[name][0], f"{kind}-{lang}-{name}")


@lru_cache(maxsize=256)
def _made(kind: str, name: str, lang: str) -> bytes:
    form = paper_form(declaration(kind), lang, sample=FILES[name][1])
    return typeset(form, texts_of(form)) if name.endswith("pdf") else form_text(form)
