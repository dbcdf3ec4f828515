"""The accounts of a branch, kept by those who may."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wuai.contexts.identity.web import keeping
from wuai.platform.access import staff


@staff("account.manage")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """All accounts of the branch."""
    return keeping.listed(request)


@staff("account.manage")
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new account."""
    return keeping.create(request)


@staff("account.manage")
@require_safe
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One account."""
    return keeping.show(request, ref)


@staff("account.manage")
@require_POST
def change(request: HttpRequest, ref: uuid.UUID, change: str) -> HttpResponse:
    """Roles, reset, end."""
    return keeping.change(request, ref, change)
