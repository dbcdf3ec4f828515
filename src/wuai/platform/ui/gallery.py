"""The gallery: every piece in every state, in both languages, light and dark, screen and print."""

import re
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from wuai.platform.ui import gallery_samples as samples
from wuai.platform.ui.gallery_forms import SampleFilters, SampleForm, sample_post

SHELLS: Final = {
    "public": ("ui/gallery/public.html", gettext_lazy("民眾頁")),
    "forms": ("ui/gallery/forms.html", gettext_lazy("表單")),
    "data": ("ui/gallery/data.html", gettext_lazy("圖表")),
    "staff": ("ui/gallery/staff.html", gettext_lazy("同仁的一天")),
    "case": ("ui/gallery/case.html", gettext_lazy("案件")),
    "agency": ("ui/gallery/agency.html", gettext_lazy("移送機關")),
    "print": ("ui/gallery/print.html", gettext_lazy("列印的紙")),
    "error": ("ui/error.html", gettext_lazy("錯誤頁")),
    "refused": ("ui/refused.html", gettext_lazy("不能辦")),
}
THEMES: Final = ("light", "dark")


@require_safe
def show(request: HttpRequest, shell: str = "public") -> HttpResponse:
    """Print one page of the gallery in the language and theme of its address."""
    if shell not in SHELLS:
        raise Http404
    lang = request.GET.get("lang") or translation.get_language() or "zh-hant"
    theme = request.GET.get("theme", "")
    with translation.override("en" if lang.startswith("en") else "zh-hant"):
        context = _context(request, shell, theme if theme in THEMES else "")
        status = int(context.get("status", 200))
        return render(request, SHELLS[shell][0], context, status=status)


def _context(request: HttpRequest, shell: str, theme: str) -> dict[str, Any]:
    context = samples.frame(shell) | samples.pieces() | {
        "theme": theme, "shell": shell, "toggles": _toggles(request, theme),
        "shells": [(words, f"/_gallery/{name}/?{_query(theme=theme)}", name == shell)
                   for name, (_template, words) in SHELLS.items()],
    }  # fmt: skip
    if shell == "error":
        context["trail"] = []  # it has its own way home
        context["status"] = request.GET.get("status", "404")
        # 200 for scanners that read no page of an error.
        if not re.fullmatch(r"200|[45][0-9]{2}", context["status"], re.ASCII):
            raise Http404
    if shell == "forms":
        context |= {
            "asked": SampleForm(prefix="blank"),
            "form": SampleForm(sample_post(), prefix=""),
            "filters": SampleFilters({"f-q": "王", "f-state": "open"}, prefix="f"),
        }
        context["form"].is_valid()
    return context


def _query(theme: str, lang: str = "") -> str:
    lang = lang or ("en" if (translation.get_language() or "").startswith("en") else "zh-hant")
    return f"lang={lang}" + (f"&theme={theme}" if theme else "")


def _toggles(request: HttpRequest, theme: str) -> list[tuple[str, str, bool]]:
    here = request.path
    english = (translation.get_language() or "").startswith("en")
    return [
        ("中文", f"{here}?{_query(theme, 'zh-hant')}", not english),
        ("English", f"{here}?{_query(theme, 'en')}", english),
        (_("亮"), f"{here}?{_query('light')}", theme == "light"),
        (_("暗"), f"{here}?{_query('dark')}", theme == "dark"),
        (_("隨系統"), f"{here}?{_query('')}", theme == ""),
    ]
