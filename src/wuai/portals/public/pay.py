"""The payment page behind the QR code of a notice: no login, no index, no trace for other sites."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wuai.contexts.payments import api as payments
from wuai.platform.access import log_read, public, secret_address
from wuai.platform.limits import too_often
from wuai.portals.public.slip import page_of

LOOKS_A_MINUTE = 30
WINDOW_SECONDS = 60


@public
def show(request: HttpRequest, token: str) -> HttpResponse:
    """What is owed today in the case of this slip, and every way to pay it."""
    if too_often(request, "pay", LOOKS_A_MINUTE, WINDOW_SECONDS):
        answer = render(request, "public/pay_wait.html", status=429)
        answer["Retry-After"] = str(WINDOW_SECONDS)
        return secret_address(answer)
    slip = payments.slip_by_token(token)
    if slip is None:
        return secret_address(render(request, "public/pay_unknown.html", status=404))
    page = page_of(slip, timezone.localdate())
    log_read(request, f"slip:{slip.ref}")
    here = {"page": page, "today": timezone.localdate(), "branch": None, "token": token,
            "key": uuid.uuid4()}  # fmt: skip
    return secret_address(render(request, "public/pay.html", here))
