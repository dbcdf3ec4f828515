"""What goes out to somebody else once a request was granted: made once by a press, copies afterwards."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wuai.contexts.applications.actions import outgoing as actions
from wuai.contexts.applications.gateways.typesetter.client import typeset_letter
from wuai.contexts.applications.models import Application, OutgoingPaper
from wuai.contexts.applications.queries import outgoing as queries
from wuai.contexts.applications.web.forms import OrderForm
from wuai.contexts.applications.web.staff import show_page
from wuai.kernel.refusal import Refusal
from wuai.platform import files
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.exports import download


@staff("application.decide")
@require_http_methods(["GET", "POST"])
def order(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """A press makes the paper, or gives a copy of it; an address alone gives only a copy."""
    if request.method == "POST":
        form = OrderForm(request.POST)
        if not form.is_valid():
            raise Http404
        return _pressed(request, ref, form)
    held = queries.issued(actor_of(request), ref)
    if held is None:
        raise Http404
    return _given(request, held, is_original=False)


def _pressed(request: HttpRequest, ref: uuid.UUID, form: OrderForm) -> HttpResponse:
    try:
        held, is_original = actions.issue(
            ref=ref, asked=form.cleaned_data, set_as=set_paper, by=actor_of(request),
            at=timezone.now(), on=timezone.localdate(),
        )  # fmt: skip
    except Refusal as refused:
        return show_page(request, ref, refused)
    return _given(request, held, is_original=is_original)


def set_paper(row: Application, **how: Any) -> bytes:
    """The paper as it is printed."""
    return typeset_letter(queries.words(row, **how))


def _given(request: HttpRequest, held: OutgoingPaper, *, is_original: bool) -> HttpResponse:
    log_read(request, f"application:{held.application.ref}")
    stored = held.original if is_original else held.copy
    return download(b"".join(files.read(stored)), "application/pdf", f"order-{held.number}.pdf")
