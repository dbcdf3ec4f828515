"""Exactly once: a repeated request gets its first answer again and does nothing.

A lock of the session says who works on a key; a killed process loses it with its connection, so
the repetition takes the work up again (what it calls is itself safe to run twice). The row says
which request a key belongs to, and its answer. Rows are kept 180 days; bank files come that late.
"""

import functools
import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of
from wuai.platform.models import IdempotencyKey
from wuai.portals.api import problems, refusals
from wuai.portals.api.clients import BRANCH_HEADER

HEADER = "Idempotency-Key"
KEPT = timedelta(days=180)
_KEY = re.compile(r"[A-Za-z0-9_.:-]{8,128}", re.ASCII)
_HEADERS = ("Content-Type", "ETag", "Location")
View = Callable[..., HttpResponse]


def once(*, as_one: bool) -> Callable[[View], View]:
    """Make an operation exactly-once by ``Idempotency-Key``.

    ``as_one``: its effect and its answer are one transaction. Without, it commits step by step
    and must itself be safe to repeat (the intake of a file).
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            key, now = _key(request), timezone.now()
            scope = f"api:{actor_of(request).agency_code}"
            with _worked_on(scope, key):
                row = _row(scope, key, fingerprint(request), now)
                if row.answer is not None:
                    return _again(row)
                with transaction.atomic() if as_one else nullcontext():
                    answer = _answer(view, request, *args, **kwargs)
                    _keep(row, answer)
            return answer

        return run

    return wrap


def _key(request: HttpRequest) -> str:
    key = request.headers.get(HEADER, "").strip()
    if _KEY.fullmatch(key) is None:
        raise refusals.KeyMissing(field=HEADER)
    return key


def fingerprint(request: HttpRequest) -> str:
    """What makes two requests the same: method, address, branch, condition and content.

    Of a file it is the bytes: the frame of a form differs each time it is sent.
    """
    spooled = getattr(request, "spooled", None)
    body = spooled.sha256 if spooled else hashlib.sha256(request.body).hexdigest()
    parts = [
        str(request.method), request.path, request.META.get("QUERY_STRING", ""),
        request.headers.get(BRANCH_HEADER, ""), request.headers.get("If-Match", ""), body,
    ]  # fmt: skip
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@contextmanager
def _worked_on(scope: str, key: str) -> Iterator[None]:
    digest = hashlib.sha256(f"{scope} {key}".encode()).digest()
    number = int.from_bytes(digest[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            raise refusals.KeyInUse
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


def _row(scope: str, key: str, body: str, now: datetime) -> IdempotencyKey:
    held = IdempotencyKey.objects.filter(scope=scope, key=key).first()
    if held is None:
        return IdempotencyKey.objects.create(scope=scope, key=key, body_sha256=body, created_at=now)
    if held.body_sha256 != body:
        raise refusals.KeyOfAnother(field=HEADER)
    return held


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """The answer, or the refusal; a refusal takes back what was done before it."""
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            return view(request, *args, **kwargs)
    except Refusal as refusal:
        return problems.of_refusal(refusal)


def _keep(row: IdempotencyKey, answer: HttpResponse) -> None:
    row.status = answer.status_code
    row.answer = {
        "body": answer.content.decode(),
        "headers": {name: answer.headers[name] for name in _HEADERS if name in answer.headers},
    }
    row.save(update_fields=["status", "answer"])


def _again(row: IdempotencyKey) -> HttpResponse:
    held: Any = row.answer
    answer = HttpResponse(held["body"], status=row.status, headers=held["headers"])
    answer.headers["Idempotency-Replayed"] = "true"
    return answer


def forget(before: datetime) -> int:
    """Delete the keys whose time is over; how many they were."""
    number, _ = IdempotencyKey.objects.filter(
        scope__startswith="api:", created_at__lt=before
    ).delete()
    return number
