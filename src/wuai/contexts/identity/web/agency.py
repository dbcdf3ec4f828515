"""The accounts and tokens of a referring agency, kept by its own administrator."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wuai.contexts.identity import actions, queries
from wuai.contexts.identity.web import keeping
from wuai.contexts.identity.web.forms import SCOPES, TokenForm, refuse
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, agency


@agency("agency.admin")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """All accounts of the agency."""
    return keeping.listed(request)


@agency("agency.admin")
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new account."""
    return keeping.create(request)


@agency("agency.admin")
@require_safe
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One account."""
    return keeping.show(request, ref)


@agency("agency.admin")
@require_POST
def change(request: HttpRequest, ref: uuid.UUID, change: str) -> HttpResponse:
    """Roles, reset, end."""
    return keeping.change(request, ref, change)


@agency("agency.admin")
@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of the agency's programs."""
    today = timezone.localdate()
    found = [
        {
            "row": row, "valid": row.ended_at is None and row.expires_on >= today,
            "scopes": [SCOPES.get(scope, scope) for scope in row.scopes],
        }
        for row in queries.tokens(actor_of(request).agency_id or 0)
    ]  # fmt: skip
    return render(request, "identity/tokens.html", {"tokens": found})


@agency("agency.admin")
@require_http_methods(["GET", "POST"])
def create_token(request: HttpRequest) -> HttpResponse:
    """A new token, shown once."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_token(
                **form.cleaned_data, by=actor_of(request), at=timezone.now()
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return render(request, "identity/token_once.html", {"made": made})
    status = 422 if form.errors else 200
    return render(request, "identity/token_new.html", {"form": form}, status=status)


@agency("agency.admin")
@require_POST
def end_token(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """End a token at once."""
    actions.end_token(ref=str(ref), by=actor_of(request), at=timezone.now())
    messages.success(request, _("權杖已停用"))
    return redirect("/agency/tokens/")
