"""How often a client may ask the API: a minute's requests are counted for token and address."""

from wuai.platform.limits import count
from wuai.portals.api.refusals import TooManyRequests

WINDOW_SECONDS = 60


def check(kind: str, who: str, limit: int) -> None:
    """Count one request of somebody, and refuse the ones too many."""
    counted = count(f"api-{kind}", who, WINDOW_SECONDS)
    if counted.number > limit:
        raise TooManyRequests(limit=limit, seconds=counted.seconds)
