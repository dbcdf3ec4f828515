"""What every answer gets: security headers, and refusals shown as refusals."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language

from wuai.kernel.refusal import Refusal
from wuai.platform.access import Forbidden
from wuai.platform.problems import problem_response

Handler = Callable[[HttpRequest], HttpResponseBase]


def headers(get_response: Handler) -> Handler:
    """Add the headers that no view may forget, and a request id for the logs."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.ref = uuid.uuid4().hex  # type: ignore[attr-defined]  # carried by the request
        response = get_response(request)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers["X-Request-Id"] = request.ref  # type: ignore[attr-defined]  # carried by the request
        return response

    return middleware


class refusals:  # noqa: N801 - named like the function middleware beside it
    """Show a Refusal as a page (or problem+json under /api/), and Forbidden as 403."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer what we can answer; anything else rises."""
        if isinstance(error, Refusal):
            return self._refused(request, error)
        if isinstance(error, Forbidden):
            return self._page(request, 403)
        return None

    def _refused(self, request: HttpRequest, refusal: Refusal) -> HttpResponse:
        if transaction.get_connection().in_atomic_block and not settings.TESTING:
            raise refusal
        if request.path.startswith("/api/"):
            return problem_response(refusal)
        return render(
            request, "ui/refused.html",
            {"refusal": refusal, "lang": get_language() or "zh-hant"}, status=refusal.status,
        )  # fmt: skip

    @staticmethod
    def _page(request: HttpRequest, status: int) -> HttpResponse:
        if request.path.startswith("/api/"):
            return problem_response(None, status=status)
        return render(request, "ui/error.html", {"status": status}, status=status)


__all__ = ["Http404", "headers", "refusals"]
