"""Speaking HTTP with a provider: short patience, one error, nothing personal in the log."""

import http.client
import logging
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass

from wuai.platform.gateways import GatewayError, outside_transaction

PATIENCE = 8.0
_MOST = 64 * 1024
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider answered."""

    status: int
    body: bytes


def post(url: str, data: bytes, headers: Mapping[str, str], *, ref: str) -> Answer:
    """Post to a provider; only a line that is down raises, a refusal is an answer."""
    outside_transaction()
    if not url.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        raise GatewayError("the provider's address is not https", temporary=True)
    request = urllib.request.Request(url, data, dict(headers), method="POST")  # noqa: S310 - an address of the settings
    began = time.monotonic()
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - an address of the settings
            return Answer(answer.status, answer.read(_MOST))
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.read(_MOST))
    except (OSError, http.client.HTTPException) as error:
        raise GatewayError(f"{type(error).__name__}", temporary=True) from error
    finally:
        _log.info("message %s handed over in %.2f s", ref, time.monotonic() - began)
