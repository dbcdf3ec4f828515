"""Speaking HTTP with a provider: short patience, one error, nothing personal in the log."""

from collections.abc import Mapping

from wuai.platform.gateways import Answer, GatewayError, Line, UnsafeAddress

PATIENCE = 8.0
_MOST = 64 * 1024


def post(url: str, data: bytes, headers: Mapping[str, str], *, ref: str) -> Answer:
    """Post to a provider; only a line that is down raises, a refusal is an answer."""
    try:
        return Line(PATIENCE, _MOST).ask(url, data, headers, note=f"message {ref} handed over")
    except UnsafeAddress as error:
        # A wrong setting: the message waits until it is mended.
        raise GatewayError("the provider's address is not https", temporary=True) from error
