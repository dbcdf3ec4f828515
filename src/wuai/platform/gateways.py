"""The line to somebody outside: one folder per party, one error, one way to ask over HTTP."""

import http.client
import logging
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction

_log = logging.getLogger(__name__)
_HERE = {"127.0.0.1", "localhost", "::1"}


class GatewayError(Exception):
    """The line is down (``temporary``) or the other side refuses what we sent."""

    def __init__(self, message: str, *, temporary: bool) -> None:
        super().__init__(message)
        self.temporary = temporary


class UnsafeAddress(GatewayError):
    """Nothing is sent to an address that anybody on the way could answer for."""

    def __init__(self) -> None:
        super().__init__("the address is not a safe one", temporary=False)


def outside_transaction() -> None:
    """No telephone inside a transaction: every client calls this before it speaks."""
    if transaction.get_connection().in_atomic_block:
        raise RuntimeError("a gateway was called inside a transaction")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side answered; ``is_whole`` is False where there was more than may come."""

    status: int
    body: bytes
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Line:
    """How many seconds an answer is waited for, and how many bytes of it are read.

    ``open_text`` is for what is public and proves itself by its signature: http anywhere will do,
    and whoever sends the question elsewhere is followed. Nobody else is.
    """

    seconds: float
    most: int
    open_text: bool = False

    def ask(self, url: str, data: bytes | None, headers: Mapping[str, str], *, note: str) -> Answer:
        """Ask once; only a line that is down raises, a refusal is an answer too.

        ``note`` stands in the log: our reference, nothing personal.
        """
        outside_transaction()
        self._check(url)
        request = urllib.request.Request(url, data, dict(headers))  # noqa: S310 - checked above
        began = time.monotonic()
        try:
            return self._answer(request)
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise GatewayError(type(error).__name__, temporary=True) from error
        finally:
            _log.info("%s %.2fs", note, time.monotonic() - began)

    def _answer(self, request: urllib.request.Request) -> Answer:
        opener = _follows if self.open_text else _stays
        try:
            got = opener.open(request, timeout=self.seconds)
        except urllib.error.HTTPError as refusal:
            got = refusal
        with got:
            body: bytes = got.read(self.most + 1)
            return Answer(got.code, body[: self.most], len(body) <= self.most)

    def _check(self, url: str) -> None:
        try:
            parts = urlsplit(url)
        except ValueError:
            raise UnsafeAddress from None
        is_here = parts.hostname in _HERE
        if parts.scheme == "https" or (parts.scheme == "http" and (self.open_text or is_here)):
            return
        raise UnsafeAddress


class _Stay(urllib.request.HTTPRedirectHandler):
    """Who sends our question elsewhere is not followed."""

    def redirect_request(self, *_args: object, **_more: object) -> None:
        return None


_stays, _follows = urllib.request.build_opener(_Stay), urllib.request.build_opener()
