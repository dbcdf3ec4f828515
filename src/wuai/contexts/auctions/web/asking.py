"""What both desks need: the case that was named, who acts, one form and one action."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from wuai.contexts.cases import api as cases
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of

Page = Callable[..., HttpResponse]


def named_case(request: HttpRequest) -> cases.CaseRow:
    """The case of the branch that the address names."""
    try:
        row = cases.case_by_ref(uuid.UUID(request.GET.get("case", "")))
    except ValueError as error:
        raise Http404 from error
    if row is None or row.branch_id != branch_of(request):
        raise Http404
    return row


def branch_of(request: HttpRequest) -> int:
    """The branch of who asks."""
    return actor_of(request).branch_id or 0


def who(request: HttpRequest) -> dict[str, Any]:
    """By whom, when, on which day."""
    return {"by": actor_of(request), "at": timezone.now(), "on": timezone.localdate()}


def do(
    request: HttpRequest, ref: uuid.UUID, page: Page, filled: tuple[str, forms.Form],
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
