"""The payment page behind the QR code of a notice: no login, no index, no trace for other sites."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wuai.contexts.payments import api as payments
from wuai.platform.access import log_read, public
from wuai.platform.limits import too_often
from wuai.portals.public.slip import page_of

LOOKS_A_MINUTE = 30
WINDOW_SECONDS = 60


@public
def show(request: HttpRequest, token: str) -> HttpResponse:
    """What is owed today in the case of this slip, and every way to pay it."""
    if too_often(request, "pay", LOOKS_A_MINUTE, WINDOW_SECONDS):
        return _private(render(request, "public/pay_wait.html", status=429), retry=True)
    slip = payments.slip_by_token(token)
    if slip is None:
        return _private(render(request, "public/pay_unknown.html", status=404))
    page = page_of(slip, timezone.localdate())
    log_read(request, f"slip:{slip.ref}")
    here = {"page": page, "today": timezone.localdate(), "branch": None, "token": token,
            "key": uuid.uuid4()}  # fmt: skip
    return _private(render(request, "public/pay.html", here))


def _private(response: HttpResponse, *, retry: bool = False) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    if retry:
        response["Retry-After"] = str(WINDOW_SECONDS)
    return response
