"""What both desks need: their list, who acts, one form and one action."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from wuai.contexts.auctions.queries import PAGE
from wuai.contexts.cases import api as cases
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, log_read
from wuai.platform.asked import before
from wuai.platform.ui.pieces import Page, Table

View = Callable[..., HttpResponse]
Found = TypeVar("Found")


def branch_of(request: HttpRequest) -> int:
    """The branch of who asks."""
    return actor_of(request).branch_id or 0


def who(request: HttpRequest) -> dict[str, Any]:
    """By whom, when, on which day."""
    return {"by": actor_of(request), "at": timezone.now(), "on": timezone.localdate()}


def there(found: Found | None) -> Found:
    """What was looked for in the branch of who asks; 404 where it holds no such thing."""
    if found is None:
        raise Http404
    return found


class Desk(NamedTuple):
    """What the list of a desk shows, and where it asks."""

    subject: str
    template: str
    listed: Callable[..., Sequence[Any]]
    table: Callable[[Sequence[Any], Mapping[int, str]], Table]


def show_list(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What is still open, or what is over; a page at a time."""
    over, last = request.GET.get("list") == "over", before(request)
    rows = desk.listed(branch_of(request), over=over, before=last)
    log_read(request, *(f"{desk.subject}:{row.ref}" for row in rows))
    which = "over" if over else "open"
    older = f"?list={which}&before={rows[-1].id}" if len(rows) == PAGE else ""
    numbers = cases.numbers_of({row.case_id for row in rows})
    return render(
        request, desk.template,
        {"table": desk.table(rows, numbers) if rows else None, "over": over,
         "pager": Page(len(rows), f"?list={which}" if last else "", older)},
    )  # fmt: skip


def do(
    request: HttpRequest, ref: uuid.UUID, page: View, filled: tuple[str, forms.Form],
    act: Callable[[dict[str, Any]], Any], said: str,
) -> HttpResponse:  # fmt: skip
    """Check the form, do the one thing, go back; what went wrong is shown on the page."""
    code, form = filled
    if not form.is_valid():
        return page(request, ref, wrong={code: form})
    try:
        act(form.cleaned_data)
    except Refusal as refused:
        return page(request, ref, refused=refused, wrong={code: form})
    messages.success(request, said)
    return redirect("../")
