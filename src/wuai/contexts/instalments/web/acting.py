"""One form, one action, back to the page: the same for a plan and for a guarantor."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of


@dataclass(frozen=True, slots=True)
class Page:
    """Where something is done: its address, and how it is shown with a refusal."""

    url: str
    refused: Callable[[Refusal], HttpResponseBase]


def who(request: HttpRequest) -> dict[str, Any]:
    """Who does it, when, on which day."""
    return {"by": actor_of(request), "at": timezone.now(), "on": timezone.localdate()}


def do(
    request: HttpRequest, page: Page, form: Any, act: Callable[[dict[str, Any]], Any], said: str
) -> HttpResponseBase:
    """Check the form, do the one thing, go back; a refusal is shown on the page."""
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(errors))
        return redirect(page.url)
    try:
        act(form.cleaned_data)
    except Refusal as refused:
        return page.refused(refused)
    messages.success(request, said)
    return redirect(page.url)
