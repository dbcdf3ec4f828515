"""How often one address may hold places or try codes; the count lives in the database."""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from wuai.platform.addresses import client_address, network_of

TRIES, WINDOW_SECONDS = 10, 300


def too_often(request: HttpRequest, what: str) -> bool:
    """Whether this address has tried too often in the last minutes."""
    window = int(timezone.now().timestamp()) // WINDOW_SECONDS
    key = f"appointments-{what}:{network_of(client_address(request))}:{window}"
    cache.add(key, 0, WINDOW_SECONDS * 2)
    return cache.incr(key) > TRIES
